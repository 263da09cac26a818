package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.DenseSlots;
import io.palindrome.model.parameter.Gradients;

/**
 * The head: a chain, the mean over every image's pixels, a linear map to class scores, and their
 * cross-entropy.
 *
 * <pre>scores = mean over pixels of chain(x) W^T + b</pre>
 *
 * <p>W: [classes, channels].
 */
record PooledClassifier(Chain chain, DenseSlots dense) {
  /** The head at x. */
  Pooled at(Matrix x, Statistics statistics, Pass pass) {
    return new Pooled(this, x, statistics, pass);
  }

  /** Keeps the chain's evaluation, the sums of every image [images, channels], and the scores. */
  static final class Pooled implements AutoCloseable {
    private final PooledClassifier head;
    private final Pass pass;
    private final Kernels kernels;
    private final ChainEvaluation evaluation;
    private final Indices images;
    private final double share;
    private final Matrix sums;
    private final Matrix scores;

    private Pooled(PooledClassifier head, Matrix x, Statistics statistics, Pass pass) {
      this.head = head;
      this.pass = pass;
      kernels = pass.kernels();
      evaluation = head.chain.evaluate(x, statistics, pass);
      Matrix last = evaluation.output();
      int pixels = head.chain.output().pixels();
      share = 1.0 / pixels;
      images = pass.arena().takeIndices(last.rows());
      int[] imageOfRow = new int[last.rows()];
      for (int row = 0; row < imageOfRow.length; row++) {
        imageOfRow[row] = row / pixels;
      }
      images.write(imageOfRow);
      sums = pass.arena().takeZeros(last.rows() / pixels, last.columns());
      kernels.addScattered(last, images, 0, sums);
      scores = pass.arena().take(sums.rows(), Math.toIntExact(head.dense.bias().length()));
      kernels.multiply(share, sums, Transpose.NONE, weight(), Transpose.TRANSPOSED, 0, scores);
      kernels.addBias(1, pass.parameters().matrix(head.dense.bias()), scores);
    }

    private Matrix weight() {
      return pass.parameters().matrix(head.dense.weight());
    }

    /** Class scores, [images, classes] row-major. */
    double[] scores() {
      return scores.toArray();
    }

    /**
     * Mean of all losses in nats; adds its gradient.
     *
     * @param classes the class of each image
     * @param gradX zeros, becomes dL/dx
     */
    double lossAndGradient(Indices classes, Matrix gradX, Gradients into) {
      Matrix losses = pass.arena().take(scores.rows(), 1);
      kernels.crossEntropy(scores, classes, 0, 1.0 / scores.rows(), losses);
      double total = 0;
      for (double loss : losses.toArray()) {
        total += loss;
      }
      pass.arena().giveBack(losses);
      backward(gradX, into);
      return total / scores.rows();
    }

    /** From the scores' gradient, which stands where the scores were. */
    private void backward(Matrix gradX, Gradients into) {
      Matrix gradWeight = into.matrix(head.dense.weight());
      kernels.multiply(share, scores, Transpose.TRANSPOSED, sums, Transpose.NONE, 1, gradWeight);
      kernels.addColumnSums(scores, into.matrix(head.dense.bias()));
      Matrix gradSums = pass.arena().take(sums.rows(), sums.columns());
      kernels.multiply(share, scores, Transpose.NONE, weight(), Transpose.NONE, 0, gradSums);
      Matrix gradLast = pass.arena().takeZeros(images.length(), sums.columns());
      kernels.addGathered(gradSums, images, 0, gradLast);
      evaluation.backward(gradLast, gradX, into);
      pass.arena().giveBack(gradLast);
      pass.arena().giveBack(gradSums);
    }

    @Override
    public void close() {
      evaluation.close();
      pass.arena().giveBack(images);
      pass.arena().giveBack(sums);
      pass.arena().giveBack(scores);
    }
  }
}
