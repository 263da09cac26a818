package io.palindrome.model.layer;

import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Matrix;

/** The gradient of a dropout's input: the output's gradient times the same mask. */
public final class DroppedGradient {
  private DroppedGradient() {}

  /** grad * dropout in a buffer of its own, or grad itself where nothing is dropped. */
  public static Matrix take(Pass pass, Dropout dropout, Matrix grad) {
    if (dropout == Dropout.NONE) {
      return grad;
    }
    Matrix copy = pass.arena().take(grad.rows(), grad.columns());
    pass.kernels().copy(grad, copy);
    pass.kernels().applyDropout(dropout, copy);
    return copy;
  }

  /** Gives back what {@link #take} took. */
  public static void giveBack(Pass pass, Dropout dropout, Matrix dropped) {
    if (dropout != Dropout.NONE) {
      pass.arena().giveBack(dropped);
    }
  }
}
