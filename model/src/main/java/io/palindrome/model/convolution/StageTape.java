package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.parameter.Gradients;

/** A stage's forward pass, and what it kept for the way back. */
interface StageTape extends AutoCloseable {
  /** What came out, dense: the buffer that went in, or one that the tape owns. */
  Matrix output();

  /**
   * dL/d input from dL/d output; adds parameter gradients. Once only. Afterwards the output is
   * gone.
   *
   * @param grad dense; the tape turns it into the result or gives it back
   */
  Matrix backward(Matrix grad, Gradients into);

  /** Gives back everything that is kept. */
  @Override
  void close();
}
