package io.palindrome.jobs.report;

/**
 * The network.
 *
 * @param layers for people: "6 (local, lsh, local, lsh, local, lsh)"
 * @param length tokens of a training example
 * @param memoryStrategy which activations a step keeps
 */
public record ModelFacts(
    long parameters, String layers, int dModel, int heads, int length, String memoryStrategy) {}
