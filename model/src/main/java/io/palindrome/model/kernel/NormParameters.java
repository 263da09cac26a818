package io.palindrome.model.kernel;

/** Gain and bias of a layer normalization, each [1, features], or their gradients. */
public record NormParameters(Matrix gain, Matrix bias, double epsilon) {}
