package io.palindrome.conf;

/** What the backward pass rebuilds. */
public enum MemoryStrategyKind {
  STORE_ALL,
  RECOMPUTE,
  REVERSIBLE,
  /** The one that computes least of those whose step fits the memory; chosen before the run. */
  AUTO
}
