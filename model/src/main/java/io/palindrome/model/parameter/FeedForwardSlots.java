package io.palindrome.model.parameter;

/** The linear maps of one feed-forward branch. */
public sealed interface FeedForwardSlots {
  /** Weight [dFeedForward, dModel]. */
  DenseSlots hidden();

  /** Weight [dModel, dFeedForward]. */
  DenseSlots output();

  /** Hidden layer and output. */
  record Plain(DenseSlots hidden, DenseSlots output) implements FeedForwardSlots {}

  /** The same, and a gate of the hidden layer's shape. */
  record Gated(DenseSlots hidden, DenseSlots gate, DenseSlots output) implements FeedForwardSlots {}
}
