package io.palindrome.model.layer;

import io.palindrome.model.kernel.Dropout;

/** Everything random in one step. Asked twice, it answers the same. */
public interface Randomness {
  /** The dropout mask of a site; {@link Dropout#NONE} where the probability is 0. */
  Dropout dropout(Site site, int layer, double probability);

  /**
   * Normal rotations of one head of an LSH layer in one sequence of the batch, [dHead, rounds *
   * halves] row-major.
   */
  double[] rotations(int layer, int sequence, int head, RotationShape shape);
}
