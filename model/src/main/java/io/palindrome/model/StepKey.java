package io.palindrome.model;

/**
 * What all randomness of one step is keyed by: replaying the same key on any machine gives the same
 * dropout masks and rotations.
 *
 * @param seed of the run
 * @param document the training example, by its number in the run's plan
 * @param step optimizer updates made before this one
 */
public record StepKey(long seed, long document, long step) {}
