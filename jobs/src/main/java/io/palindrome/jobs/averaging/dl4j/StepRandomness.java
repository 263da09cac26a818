package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.jobs.feed.StepDescriptor;
import io.palindrome.model.layer.Randomness;
import java.io.Serializable;

/** Where the randomness of a step comes from. */
public interface StepRandomness extends Serializable {
  /** All rotations and dropout masks of one step: a function of nothing but its argument. */
  Randomness of(StepDescriptor step);
}
