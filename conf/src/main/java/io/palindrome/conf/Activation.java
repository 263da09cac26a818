package io.palindrome.conf;

/** Activation functions of the feed-forward branch. */
public enum Activation {
  RELU,
  GELU,
  GELU_NEW,
  SILU
}
