package io.palindrome.model.kernel;

/** Where the keys of an attention come from. */
public enum KeyKind {
  /**
   * Keys are the queries scaled to unit length, {@code qk / sqrt(mean(qk^2) + 1e-6) / sqrt(dHead)},
   * and a position attends to itself only if nothing else is left (Kitaev et al. 2020, section 2).
   */
  SHARED,
  /** Keys have their own projection and are scaled by {@code 1 / sqrt(dHead)}. */
  SEPARATE
}
