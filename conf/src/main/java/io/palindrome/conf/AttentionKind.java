package io.palindrome.conf;

/** The attention of one layer. */
public enum AttentionKind {
  /** A position sees the chunks around its own. */
  LOCAL,
  /** A position sees those that hash alike (Kitaev et al. 2020). */
  LSH,
  /** A position sees all others: work is quadratic in length, memory linear. */
  FULL
}
