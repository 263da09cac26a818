package io.palindrome.model.kernel;

import io.palindrome.conf.Check;

/**
 * One head's attention over one sequence, cut into chunks of a sorted order (Kitaev et al. 2020,
 * section 2; REFORMER.md sections 3 and 4).
 *
 * <p>The order has {@code rounds * length} entries. Chunk i holds entries {@code i * chunkLength}
 * and the following, and its queries see the keys of the chunks that {@code reach} names. Scores of
 * keys that are masked or lie in the future become {@link #MASKED}, those of other hash buckets too
 * where {@code hashRules} say so; with shared keys, a query's own key then becomes {@link #SELF}. A
 * visible key that a query sees n times has log(n) taken off its score where {@code hashRules}
 * correct duplicates. The rounds of a position are combined by their log normalizers, which equals
 * one softmax over all keys that were seen.
 *
 * @param chunkLength entries of one chunk; divides {@code length}
 * @param rounds 1 where the reach is everything
 * @param keyMask 1 where a position may be attended to, 0 where not; null if all may be
 * @param hashRules plain unless keys are shared and entries sorted by their hash
 * @param dropout mask over (order entry, key of its window)
 */
public record ChunkAttention(
    int chunkLength,
    Reach reach,
    int rounds,
    boolean causal,
    KeyKind keys,
    Indices keyMask,
    HashRules hashRules,
    Dropout dropout) {
  /** Score of a key that must not be seen. */
  public static final double MASKED = -1e9;

  /** Score of a query's own key where keys are shared. */
  public static final double SELF = -1e5;

  /** Added to the mean square of a shared key before its root is taken. */
  public static final double KEY_EPSILON = 1e-6;

  public ChunkAttention {
    Check.that(chunkLength > 0, "chunkLength must be positive, but is %d", chunkLength);
    Check.that(rounds > 0, "rounds must be positive, but is %d", rounds);
    Check.that(
        rounds == 1 || reach instanceof Reach.Neighbours,
        "rounds must be 1 where a query sees everything, but is %d",
        rounds);
    Check.that(
        hashRules.plain() || (keys == KeyKind.SHARED && reach instanceof Reach.Neighbours),
        "hash rules must be plain where keys are %s and the reach is %s, but are %s",
        keys,
        reach,
        hashRules);
  }

  /** The same with other hash rules. */
  public ChunkAttention with(HashRules other) {
    return new ChunkAttention(chunkLength, reach, rounds, causal, keys, keyMask, other, dropout);
  }

  /** The window of the queries of a chunk, of {@code chunks} in all. */
  public Reach.Neighbours window(int chunk, int chunks) {
    return reach.window(chunk, chunks, causal);
  }
}
