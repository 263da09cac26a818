package io.palindrome.model.convolution;

import io.palindrome.model.kernel.ColumnNorm;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.layer.Norms;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.NormSlots;
import io.palindrome.model.parameter.Slot;

/**
 * Batch normalization over all pixels of all images, channel by channel (Ioffe and Szegedy 2015,
 * arXiv:1502.03167, algorithm 1).
 *
 * <pre>y = gain * (x - mean) / sqrt(variance + epsilon) + bias</pre>
 *
 * @param slots gain and bias, [channels]
 * @param running where {@link RunningStatistics} keeps mean and variance, [2, channels]
 */
public record BatchNorm(NormSlots slots, Slot running, double epsilon) implements Transform {
  /** The usual epsilon. */
  public static final double EPSILON = 1e-5;

  @Override
  public ImageShape output(ImageShape x) {
    return x;
  }

  @Override
  public boolean needsInput() {
    return true;
  }

  @Override
  public boolean needsOutput() {
    return false;
  }

  @Override
  public Applied apply(Matrix x, Matrix y, Statistics statistics, Pass pass) {
    Matrix taken = pass.arena().take(2, x.columns());
    statistics.take(this, x, taken, pass);
    ColumnNorm norm = new ColumnNorm(taken, Norms.of(pass.parameters(), slots, epsilon));
    pass.kernels().columnNorm(x, norm, y);
    return new Normalized(this, x, norm, pass);
  }

  /** Keeps the statistics [2, channels]. */
  private record Normalized(BatchNorm layer, Matrix x, ColumnNorm norm, Pass pass)
      implements Applied {
    @Override
    public void backward(Matrix gradY, Matrix gradX, Gradients into) {
      NormParameters gradients = Norms.of(into, layer.slots, layer.epsilon);
      pass.kernels().fill(gradX, 0);
      pass.kernels().addColumnNormGradient(x, norm, gradY, gradX, gradients);
    }

    @Override
    public void close() {
      pass.arena().giveBack(norm.statistics());
    }
  }
}
