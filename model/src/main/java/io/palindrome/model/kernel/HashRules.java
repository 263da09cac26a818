package io.palindrome.model.kernel;

import io.palindrome.conf.DuplicateKeys;

/**
 * What the hash that sorted the entries means for the keys of a window.
 *
 * @param buckets hash bucket of entry round * length + position, no two rounds having one in
 *     common, if a query sees keys of its own hash bucket only; null if it sees all of the window
 * @param duplicates how a key counts that a query sees several times in all windows of all rounds
 */
public record HashRules(Indices buckets, DuplicateKeys duplicates) {
  /** All of the window is seen, as often as it is there (Kitaev et al. 2020). */
  public static final HashRules PLAIN = new HashRules(null, DuplicateKeys.COUNTED);

  /** Whether a query sees keys of its own hash bucket only. */
  public boolean withinBuckets() {
    return buckets != null;
  }

  /** Whether a key counts once, however often it is seen. */
  public boolean corrected() {
    return duplicates == DuplicateKeys.CORRECTED;
  }

  /** Whether windows are all that matters. */
  public boolean plain() {
    return !withinBuckets() && !corrected();
  }
}
