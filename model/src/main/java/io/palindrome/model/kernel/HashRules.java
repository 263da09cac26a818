package io.palindrome.model.kernel;

/**
 * What the hash that sorted the entries means for the keys of a window. Both are indexed by round *
 * length + position.
 *
 * @param buckets hash bucket of every entry, no two rounds having one in common, if a query sees
 *     keys of its own hash bucket only; null if it sees all of the window
 * @param chunks chunk of every entry, as {@link Kernels#numberChunks} gives it, if a key counts
 *     once, however often a query sees it in all windows of all rounds; null if as often
 */
public record HashRules(Indices buckets, Indices chunks) {
  /** All of the window is seen, as often as it is there (Kitaev et al. 2020). */
  public static final HashRules PLAIN = new HashRules(null, null);

  /** Whether a query sees keys of its own hash bucket only. */
  public boolean withinBuckets() {
    return buckets != null;
  }

  /** Whether a key counts once, however often it is seen. */
  public boolean corrected() {
    return chunks != null;
  }

  /** Whether windows are all that matters. */
  public boolean plain() {
    return !withinBuckets() && !corrected();
  }
}
