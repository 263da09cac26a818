package io.palindrome.conf;

/** Which activations a training step keeps. */
public record MemoryConfig(MemoryStrategyKind strategy, int recomputeEvery) {}
