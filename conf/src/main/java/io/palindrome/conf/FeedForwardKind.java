package io.palindrome.conf;

/** How the hidden layer of the feed-forward branch is made. */
public enum FeedForwardKind {
  /** activation(x W1^T + b1). */
  PLAIN,
  /** activation(x W1^T + b1) * (x Wg^T + bg), element by element (Shazeer 2020). */
  GATED
}
