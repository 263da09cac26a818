package io.palindrome.conf;

/** What an averaging round does with the parameters that its workers return. */
public enum OuterKind {
  /** The mean, weighted by trained tokens. */
  AVERAGE
}
