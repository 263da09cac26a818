package io.palindrome.model.convolution;

import io.palindrome.model.coupling.Squeeze;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;

/**
 * Halves height and width without losing anything: {@link Squeeze}, in the buffer that went in, so
 * that nothing is stored and the stages before find their output where they left it.
 */
record Squeezing(Squeeze squeeze) implements Stage {
  private static final int FACTOR = 4;

  @Override
  public StageTape forward(Matrix x, Statistics statistics, Pass pass) {
    Matrix squeezed = pass.arena().take(x.rows() / FACTOR, x.columns() * FACTOR);
    squeeze.forward(x, squeezed, pass.kernels());
    Matrix output = Matrix.of(x.storage(), squeezed.rows(), squeezed.columns());
    pass.kernels().copy(squeezed, output);
    pass.arena().giveBack(squeezed);
    return new Squeezed(squeeze, output, pass);
  }

  private record Squeezed(Squeeze squeeze, Matrix output, Pass pass) implements StageTape {
    /** Spreads out the stream too, which the blocks after have rebuilt. */
    @Override
    public Matrix backward(Matrix grad, Gradients into) {
      Matrix spread = spread(output);
      pass.kernels().copy(spread, Matrix.of(output.storage(), spread.rows(), spread.columns()));
      pass.arena().giveBack(spread);
      Matrix gradX = spread(grad);
      pass.arena().giveBack(grad);
      return gradX;
    }

    private Matrix spread(Matrix y) {
      Matrix x = pass.arena().take(y.rows() * FACTOR, y.columns() / FACTOR);
      squeeze.inverse(y, x, pass.kernels());
      return x;
    }

    @Override
    public void close() {}
  }
}
