package io.palindrome.jobs.averaging;

import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.RotationShape;
import io.palindrome.model.layer.Site;

/** Makes a step's loss NaN: the last dropout multiplies by NaN. */
record BrokenRandomness(Randomness usual) implements Randomness {
  @Override
  public Dropout dropout(Site site, int layer, double probability) {
    return site == Site.FINAL
        ? (row, column) -> Double.NaN
        : usual.dropout(site, layer, probability);
  }

  @Override
  public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
    return usual.rotations(layer, sequence, head, shape);
  }
}
