package io.palindrome.conf;

/** How a key counts that a query sees several times, in several hash rounds. */
public enum DuplicateKeys {
  /** As often as it is seen, as in the published model. */
  COUNTED,
  /** Once: each of its n scores is lowered by log(n). */
  CORRECTED
}
