package io.palindrome.model.layer;

import io.palindrome.model.kernel.Matrix;

/**
 * A bijection u of a target stream at a given x, with everything random or discontinuous decided:
 * additive, {@code u(target; x) = target + f(x)}, or any other that has an inverse at fixed x.
 */
public interface Layer extends AutoCloseable {
  /**
   * FORWARD: target becomes u(target; x). REVERSE: target becomes the one that u made it from. x
   * must stay unchanged until the evaluation is closed.
   */
  Evaluation evaluate(Matrix x, Matrix target, Direction direction, Pass pass);

  /** Gives back what the decisions are kept in. */
  @Override
  default void close() {}
}
