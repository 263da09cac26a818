package io.palindrome.model.layer;

/**
 * A branch's part with its choices frozen, and its evaluation at the point where they were made.
 */
public record Decided(Layer layer, Evaluation evaluation) {}
