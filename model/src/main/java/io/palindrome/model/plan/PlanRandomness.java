package io.palindrome.model.plan;

import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.RotationShape;
import io.palindrome.model.layer.Site;

/** Draws nothing: dropout where there is some, so that its buffers are taken, and no rotations. */
record PlanRandomness() implements Randomness {
  @Override
  public Dropout dropout(Site site, int layer, double probability) {
    return probability == 0 ? Dropout.NONE : (row, column) -> 1;
  }

  @Override
  public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
    return new double[0];
  }
}
