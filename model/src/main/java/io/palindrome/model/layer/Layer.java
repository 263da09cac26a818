package io.palindrome.model.layer;

import io.palindrome.model.kernel.Matrix;

/** A pure function of a stream: whatever is random or discontinuous has been decided. */
public interface Layer extends AutoCloseable {
  /**
   * target += sign * f(x). x must stay unchanged until the evaluation is closed.
   *
   * @param sign 1 in a forward pass, -1 where the inputs of a block are rebuilt
   */
  Evaluation evaluate(Matrix x, Matrix target, double sign, Pass pass);

  /** Gives back what the decisions are kept in. */
  @Override
  default void close() {}
}
