package io.palindrome.conf;

import java.io.Serializable;
import java.util.List;

/**
 * How LSH attention hashes and chunks one sequence (Kitaev et al. 2020, arXiv:2001.04451, section
 * 2).
 *
 * @param hashRounds independent hashings whose results are combined
 * @param hashBuckets even factors whose product is the number of hash buckets; one entry = plain;
 *     empty = chosen from the length of each batch
 * @param chunkLength sorted positions per attention chunk
 * @param chunksBefore chunks that a chunk sees before itself
 * @param chunksAfter chunks that a chunk sees after itself
 * @param attentionDropout probability that an attention weight is dropped
 * @param fullBelow longest padded sequence, in tokens, whose positions see all others, unhashed
 * @param withinHashBuckets whether a position sees only keys of its own hash bucket
 * @param duplicates how a key counts that a position sees several times
 */
public record LshConfig(
    int hashRounds,
    List<Integer> hashBuckets,
    int chunkLength,
    int chunksBefore,
    int chunksAfter,
    double attentionDropout,
    int fullBelow,
    boolean withinHashBuckets,
    DuplicateKeys duplicates)
    implements Serializable {
  /** Most hash rounds. */
  public static final int MOST_ROUNDS = 256;

  public static final LshConfig DEFAULT =
      new LshConfig(1, List.of(), 64, 1, 0, 0.0, 0, false, DuplicateKeys.COUNTED);

  public LshConfig {
    Check.present("model.lsh.hash-buckets", hashBuckets);
    hashBuckets = List.copyOf(hashBuckets);
    Check.inRange("model.lsh.hash-rounds", hashRounds, 1, MOST_ROUNDS);
    Check.that(
        hashBuckets.size() <= 4 && hashBuckets.stream().allMatch(n -> n >= 2 && n <= 65_536),
        "model.lsh.hash-buckets must be at most 4 factors between 2 and 65536, but is %s",
        hashBuckets);
    Check.that(
        hashBuckets.stream().allMatch(n -> n % 2 == 0),
        "model.lsh.hash-buckets must be even (a hash bucket and its opposite share one rotation),"
            + " but is %s",
        hashBuckets);
    Check.that(
        hashBuckets.stream().mapToDouble(n -> n).reduce(1, (a, b) -> a * b) <= 1 << 24,
        "model.lsh.hash-buckets must have a product of at most 16777216, but is %s",
        hashBuckets);
    Check.inRange("model.lsh.chunk-length", chunkLength, 2, 4096);
    Check.inRange("model.lsh.chunks-before", chunksBefore, 0, 8);
    Check.inRange("model.lsh.chunks-after", chunksAfter, 0, 8);
    Check.fraction("model.lsh.attention-dropout", attentionDropout);
    Check.notNegative("model.lsh.full-below", fullBelow);
    Check.present("model.lsh.duplicates", duplicates);
  }

  /** The same with another number of hash rounds. */
  public LshConfig withRounds(int rounds) {
    return new LshConfig(
        rounds,
        hashBuckets,
        chunkLength,
        chunksBefore,
        chunksAfter,
        attentionDropout,
        fullBelow,
        withinHashBuckets,
        duplicates);
  }

  /**
   * Whether sequences of {@code length}, padded, are hashed: longer than a chunk, and not so short
   * that everything is compared.
   */
  public boolean hashes(int length) {
    return length > chunkLength && length > fullBelow;
  }
}
