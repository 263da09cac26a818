package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.jobs.feed.StepDescriptor;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.layer.Randomness;

/** The product's randomness: keyed by the run's seed, the training example and the step. */
public record KeyedRandomness(long seed) implements StepRandomness {
  @Override
  public Randomness of(StepDescriptor step) {
    return new CounterRandomness(new StepKey(seed, step.example(), step.step()));
  }
}
