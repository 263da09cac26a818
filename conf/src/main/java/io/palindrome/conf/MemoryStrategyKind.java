package io.palindrome.conf;

/** What the backward pass rebuilds. */
public enum MemoryStrategyKind {
  STORE_ALL,
  RECOMPUTE,
  REVERSIBLE
}
