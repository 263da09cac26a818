package io.palindrome.model.layer;

import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.NormSlots;
import io.palindrome.model.parameter.Parameters;

/** Layer normalizations read from their slots. */
public final class Norms {
  private Norms() {}

  /** Gain and bias of {@code slots}. */
  public static NormParameters of(Parameters parameters, NormSlots slots, double epsilon) {
    return new NormParameters(
        parameters.matrix(slots.gain()), parameters.matrix(slots.bias()), epsilon);
  }

  /** The gradients of gain and bias of {@code slots}. */
  public static NormParameters of(Gradients gradients, NormSlots slots, double epsilon) {
    return new NormParameters(
        gradients.matrix(slots.gain()), gradients.matrix(slots.bias()), epsilon);
  }
}
