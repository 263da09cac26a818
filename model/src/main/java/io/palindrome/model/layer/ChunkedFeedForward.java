package io.palindrome.model.layer;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.parameter.LayerSlots;

/**
 * The feed-forward branch, a part for every chunk of rows, so that the wide hidden layer exists for
 * one chunk only, forward and backward (Kitaev et al. 2020, section 3).
 *
 * <pre>g(x) = dropout(activation(dropout(norm(x) W1^T + b1)) W2^T + b2)</pre>
 *
 * <p>or, gated (Shazeer 2020, arXiv:2002.05202, section 2), with Wg of W1's shape,
 *
 * <pre>g(x) = dropout((activation(dropout(norm(x) W1^T + b1)) * (norm(x) Wg^T + bg)) W2^T + b2)
 * </pre>
 *
 * <p>x: [rows, dModel]; W1: [dFeedForward, dModel]; W2: [dModel, dFeedForward].
 */
public record ChunkedFeedForward(int index, ReformerConfig config, LayerSlots slots)
    implements Branch {
  @Override
  public int parts(Pass pass) {
    return Pass.tiles(pass.sequences().rows(), chunkRows());
  }

  private int chunkRows() {
    int rows = config.feedForward().chunkRows();
    return rows > 0 ? rows : Pass.TILE_ROWS;
  }

  @Override
  public Decided decide(int part, Matrix x, Matrix target, Direction direction, Pass pass) {
    int first = part * chunkRows();
    Layer chunk = new Chunk(this, first, Math.min(chunkRows(), x.rows() - first));
    return new Decided(chunk, chunk.evaluate(x, target, direction, pass));
  }

  private record Chunk(ChunkedFeedForward branch, int first, int rows) implements Layer {
    @Override
    public Evaluation evaluate(Matrix x, Matrix target, Direction direction, Pass pass) {
      FeedForwardEvaluation evaluation =
          new FeedForwardEvaluation(branch, x.rowRange(first, rows), first, pass);
      evaluation.addOutput(target.rowRange(first, rows), direction.sign());
      return evaluation;
    }
  }

  /** Linear map x W^T without its bias. */
  static void linear(Pass pass, Matrix x, Matrix weight, Matrix y) {
    pass.kernels().multiply(1, x, Transpose.NONE, weight, Transpose.TRANSPOSED, 0, y);
  }
}
