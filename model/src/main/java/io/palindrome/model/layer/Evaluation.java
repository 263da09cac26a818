package io.palindrome.model.layer;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.parameter.Gradients;

/**
 * A layer at one point: what its backward pass needs, and the buffers that it owns until closed.
 */
public interface Evaluation extends AutoCloseable {
  /**
   * From dL/d u(target; x): adds dL/d x to gradX, adds parameter gradients, and turns gradTarget
   * into dL/d target, in place. An additive layer leaves gradTarget as it is.
   */
  void backward(Matrix gradTarget, Matrix gradX, Gradients into);

  @Override
  void close();
}
