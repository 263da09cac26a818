package io.palindrome.model.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * How often a query sees a key, over all windows of all rounds. A query's entry in chunk a sees
 * chunks a - before .. a + after, unwrapped; a key has one entry in every round, also where rounds
 * are counted on past the last and before the first.
 */
public final class SeenTimes {
  private final int[] chunks;
  private final int[] buckets;
  private final int length;
  private final int before;
  private final int span;
  private final List<Meeting> meetings;

  /**
   * A query's round and a key's round whose chunks may see each other.
   *
   * @param shift chunks that the key's round is away from its number, a multiple of all chunks
   */
  public record Meeting(int queryRound, int keyRound, int shift) {}

  /** Of an attention whose hash rules correct duplicates. */
  public SeenTimes(ChunkAttention spec, int length) {
    this.length = length;
    HashRules rules = spec.hashRules();
    this.chunks = HeapIndices.of(rules.chunks());
    this.buckets = rules.withinBuckets() ? HeapIndices.of(rules.buckets()) : null;
    Reach.Neighbours window = spec.window(0, 1);
    this.before = window.before();
    this.span = window.chunks();
    this.meetings = meetings(spec, window, length / spec.chunkLength());
  }

  /** Within hash buckets a round meets itself only: no two rounds have one in common. */
  private static List<Meeting> meetings(
      ChunkAttention spec, Reach.Neighbours window, int chunksPerRound) {
    int rounds = spec.rounds();
    int back = (window.before() + chunksPerRound - 1) / chunksPerRound;
    int ahead = (window.after() + chunksPerRound - 1) / chunksPerRound;
    List<Meeting> meetings = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int other = round - back; other <= round + ahead; other++) {
        int keyRound = Math.floorMod(other, rounds);
        int shift = Math.floorDiv(other, rounds) * rounds * chunksPerRound;
        if (keyRound == round || !spec.hashRules().withinBuckets()) {
          meetings.add(new Meeting(round, keyRound, shift));
        }
      }
    }
    return meetings;
  }

  /** All pairs of rounds whose chunks may see each other. */
  public List<Meeting> meetings() {
    return meetings;
  }

  /** How often {@code query} sees {@code key}, in its hash bucket only where rules say so. */
  int times(int query, int key) {
    int times = 0;
    for (Meeting meeting : meetings) {
      int queryEntry = meeting.queryRound() * length + query;
      int keyEntry = meeting.keyRound() * length + key;
      int ahead = chunks[keyEntry] + meeting.shift() - chunks[queryEntry] + before;
      boolean together = buckets == null || buckets[queryEntry] == buckets[keyEntry];
      times += together && ahead >= 0 && ahead < span ? 1 : 0;
    }
    return times;
  }
}
