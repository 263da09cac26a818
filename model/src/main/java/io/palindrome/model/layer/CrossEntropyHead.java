package io.palindrome.model.layer;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.ParameterLayout;

/**
 * Head and loss, a chunk of rows at a time, forward and backward in one go: logits never exist for
 * more than one chunk (REFORMER.md section 1, steps 4 to 6).
 *
 * <pre>z = dropout(norm([y1; y2])), logits = z W^T + b, loss = sum of -log softmax(logits)[label]
 * </pre>
 *
 * <p>y1, y2: [rows, dModel]; W: [vocabularySize, 2 dModel].
 */
public record CrossEntropyHead(ReformerConfig config, ParameterLayout layout, Pass pass) {
  private int chunkRows() {
    return config.headChunkRows() > 0 ? config.headChunkRows() : Pass.TILE_ROWS;
  }

  /** What a chunk's logits are for. */
  private interface Chunk {
    void visit(int first, Matrix streams, Matrix z, Matrix logits);
  }

  private void forEachChunk(Matrix y1, Matrix y2, int from, int to, Chunk chunk) {
    Kernels kernels = pass.kernels();
    int dModel = config.dModel();
    Dropout dropout = pass.randomness().dropout(Site.FINAL, -1, config.hiddenDropout());
    for (int first = from; first < to; first += chunkRows()) {
      int rows = Math.min(chunkRows(), to - first);
      Matrix streams = pass.arena().take(rows, 2 * dModel);
      Matrix z = pass.arena().take(rows, 2 * dModel);
      Matrix logits = pass.arena().take(Purpose.LOGITS, rows, config.vocabularySize());
      kernels.copy(y1.rowRange(first, rows), streams.columnRange(0, dModel));
      kernels.copy(y2.rowRange(first, rows), streams.columnRange(dModel, dModel));
      kernels.layerNorm(streams, norm(), z);
      if (dropout != Dropout.NONE) {
        kernels.applyDropout(dropout.fromRow(first), z);
      }
      kernels.multiply(1, z, Transpose.NONE, weight(), Transpose.TRANSPOSED, 0, logits);
      kernels.addBias(1, pass.parameters().matrix(layout.head().bias()), logits);
      chunk.visit(first, streams, z, logits);
      pass.arena().giveBack(streams);
      pass.arena().giveBack(z);
      pass.arena().giveBack(logits);
    }
  }

  private NormParameters norm() {
    return Norms.of(pass.parameters(), layout.finalNorm(), config.layerNormEpsilon());
  }

  private Matrix weight() {
    return pass.parameters().matrix(layout.head().weight());
  }

  /**
   * The loss of every row in nats, 0 where the label is negative.
   *
   * @param labels the token that each row is to predict
   */
  public double[] losses(Matrix y1, Matrix y2, Indices labels) {
    Matrix losses = pass.arena().take(y1.rows(), 1);
    LossTarget target = new LossTarget(labels, 0, losses);
    forEachChunk(
        y1, y2, 0, y1.rows(), (first, streams, z, logits) -> crossEntropy(first, logits, target));
    double[] all = losses.storage().read(0, losses.rows());
    pass.arena().giveBack(losses);
    return all;
  }

  private void crossEntropy(int first, Matrix logits, LossTarget target) {
    Matrix losses = target.losses().rowRange(first, logits.rows());
    pass.kernels().crossEntropy(logits, target.labels(), first, target.scale(), losses);
  }

  /** The logits of rows [from, to), row-major [to - from, vocabularySize]. */
  public double[] logits(Matrix y1, Matrix y2, int from, int to) {
    double[] all = new double[Math.multiplyExact(to - from, config.vocabularySize())];
    forEachChunk(
        y1,
        y2,
        from,
        to,
        (first, streams, z, logits) -> {
          double[] values = logits.toArray();
          System.arraycopy(values, 0, all, (first - from) * config.vocabularySize(), values.length);
        });
    return all;
  }

  /**
   * All rows' losses; grad1 and grad2 become scale times the gradient of their sum with respect to
   * y1 and y2, and parameter gradients are added likewise. Nothing is read back, so that a device
   * need not be waited for.
   */
  public void lossAndGradient(
      Matrix y1, Matrix y2, LossTarget target, Matrix grad1, Matrix grad2, Gradients into) {
    int dModel = config.dModel();
    forEachChunk(
        y1,
        y2,
        0,
        y1.rows(),
        (first, streams, z, logits) -> {
          crossEntropy(first, logits, target);
          backward(first, streams, z, logits, into);
          int rows = streams.rows();
          pass.kernels().copy(streams.columnRange(0, dModel), grad1.rowRange(first, rows));
          pass.kernels().copy(streams.columnRange(dModel, dModel), grad2.rowRange(first, rows));
        });
  }

  /** From the logits' gradient; streams becomes the gradient of [y1; y2]. */
  private void backward(int first, Matrix streams, Matrix z, Matrix gradLogits, Gradients into) {
    Kernels kernels = pass.kernels();
    Dropout dropout = pass.randomness().dropout(Site.FINAL, -1, config.hiddenDropout());
    Matrix gradWeight = into.matrix(layout.head().weight());
    kernels.multiply(1, gradLogits, Transpose.TRANSPOSED, z, Transpose.NONE, 1, gradWeight);
    kernels.addColumnSums(gradLogits, into.matrix(layout.head().bias()));
    kernels.multiply(1, gradLogits, Transpose.NONE, weight(), Transpose.NONE, 0, z);
    if (dropout != Dropout.NONE) {
      kernels.applyDropout(dropout.fromRow(first), z);
    }
    Matrix gradStreams = pass.arena().takeZeros(streams.rows(), streams.columns());
    NormParameters gradNorm = Norms.of(into, layout.finalNorm(), config.layerNormEpsilon());
    kernels.addLayerNormGradient(streams, norm(), z, gradStreams, gradNorm);
    kernels.copy(gradStreams, streams);
    pass.arena().giveBack(gradStreams);
  }
}
