package io.palindrome.jobs.evaluation;

import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.kernel.CounterNormals;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.RotationShape;
import io.palindrome.model.layer.Site;
import java.util.Optional;

/** The rotations of a key, and no dropout: what the network computes when it is not trained. */
public record EvaluationRandomness(StepKey key) implements Randomness {
  @Override
  public Dropout dropout(Site site, int layer, double probability) {
    return Dropout.NONE;
  }

  @Override
  public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
    return new CounterRandomness(key).rotations(layer, sequence, head, shape);
  }

  @Override
  public Optional<CounterNormals> countedRotations(
      int layer, int sequence, int head, RotationShape shape) {
    return new CounterRandomness(key).countedRotations(layer, sequence, head, shape);
  }
}
