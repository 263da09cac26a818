package io.palindrome.model.layer;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.parameter.Gradients;

/**
 * A layer at one point: what its backward pass needs, and the buffers that it owns until closed.
 */
public interface Evaluation extends AutoCloseable {
  /** gradX += the layer's Jacobian, transposed, times gradOutput; parameter gradients are added. */
  void backward(Matrix gradOutput, Matrix gradX, Gradients into);

  @Override
  void close();
}
