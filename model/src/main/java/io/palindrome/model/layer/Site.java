package io.palindrome.model.layer;

/** The places of a network that draw random numbers. */
public enum Site {
  EMBEDDING,
  POSITION,
  ROTATION,
  ATTENTION,
  ATTENTION_OUTPUT,
  FEED_FORWARD_HIDDEN,
  FEED_FORWARD_OUTPUT,
  FINAL
}
