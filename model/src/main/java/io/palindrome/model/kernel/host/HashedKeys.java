package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.SeenTimes;

/**
 * What the entries of one head have by their hash, for attention whose hash rules are not plain.
 */
final class HashedKeys {
  private static final int[] NO_BUCKETS = new int[0];

  final boolean within;
  final boolean corrected;
  final int rounds;
  final SeenTimes.Meeting[] meetings;
  private final SeenTimes seenTimes;
  private final int[] buckets;
  private final int length;

  HashedKeys(ChunkAttention spec, int[] order, int length) {
    this.within = spec.hashRules().withinBuckets();
    this.corrected = spec.hashRules().corrected();
    this.rounds = spec.rounds();
    this.length = length;
    this.seenTimes = new SeenTimes(spec, order, length);
    this.meetings = seenTimes.meetings();
    this.buckets = within ? HeapIndices.of(spec.hashRules().buckets()) : NO_BUCKETS;
  }

  /** The chunk of a position's entry in a round, counted over all rounds. */
  int place(int round, int position) {
    return seenTimes.place(round, position);
  }

  /** The hash bucket of a position in a round; the same for all where buckets do not matter. */
  int bucket(int round, int position) {
    return within ? buckets[round * length + position] : 0;
  }
}
