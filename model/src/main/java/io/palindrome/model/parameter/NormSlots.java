package io.palindrome.model.parameter;

/** A layer normalization: gain and bias, both over the feature axis. */
public record NormSlots(Slot gain, Slot bias) {}
