package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.parameter.Gradients;

/** A transform at one point, with what it keeps beside its input and output. */
interface Applied extends AutoCloseable {
  /** gradX = f'(x)^T gradY, overwritten; adds parameter gradients.. */
  void backward(Matrix gradY, Matrix gradX, Gradients into);

  @Override
  default void close() {}
}
