package io.palindrome.model.layer;

import io.palindrome.model.kernel.Matrix;

/**
 * A branch, F or G of a reversible block: a coupling in parts (groups of heads, chunks of rows)
 * that are evaluated one after the other, so that only one part's intermediates exist at a time.
 */
public interface Branch {
  /** Parts that the branch is cut into for the sequences of this pass. */
  int parts(Pass pass);

  /**
   * Decides the part's hash buckets and dropout at x, and runs it over target. x is the same both
   * ways, and so are the choices.
   */
  Decided decide(int part, Matrix x, Matrix target, Direction direction, Pass pass);
}
