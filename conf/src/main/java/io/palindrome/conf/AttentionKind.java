package io.palindrome.conf;

/** The attention of one layer. */
public enum AttentionKind {
  LOCAL,
  LSH
}
