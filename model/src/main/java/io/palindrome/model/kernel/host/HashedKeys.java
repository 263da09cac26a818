package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.SeenTimes;

/**
 * What the entries of one head have by their hash, for attention whose hash rules are not plain.
 */
final class HashedKeys {
  private static final int[] NONE = new int[0];

  final boolean within;
  final boolean corrected;
  final int rounds;
  final SeenTimes.Meeting[] meetings;
  private final int[] buckets;
  private final int[] chunks;
  private final int length;

  HashedKeys(ChunkAttention spec, int length) {
    this.within = spec.hashRules().withinBuckets();
    this.corrected = spec.hashRules().corrected();
    this.rounds = spec.rounds();
    this.length = length;
    this.meetings = meetings(spec, length);
    this.buckets = within ? HeapIndices.of(spec.hashRules().buckets()) : NONE;
    this.chunks = corrected ? HeapIndices.of(spec.hashRules().chunks()) : NONE;
  }

  private static SeenTimes.Meeting[] meetings(ChunkAttention spec, int length) {
    return spec.hashRules().corrected()
        ? new SeenTimes(spec, length).meetings().toArray(SeenTimes.Meeting[]::new)
        : new SeenTimes.Meeting[0];
  }

  /** The chunk of a position's entry in a round; the same for all where it does not matter. */
  int chunk(int round, int position) {
    return corrected ? chunks[round * length + position] : 0;
  }

  /** The hash bucket of a position in a round; the same for all where it does not matter. */
  int bucket(int round, int position) {
    return within ? buckets[round * length + position] : 0;
  }
}
