package io.palindrome.jobs.report;

/** Peak bytes of a training step's activations at one depth under one memory strategy. */
public record DepthMemory(String strategy, int layers, long peakBytes) {}
