package io.palindrome.model.kernel;

/**
 * How often a query sees a key, over all windows of all rounds. A query's entry in chunk a sees
 * chunks a - before .. a + after, unwrapped; a key has one entry in every round, also where rounds
 * are counted on past the last and before the first.
 */
public final class SeenTimes {
  private final int[] places;
  private final int[] buckets;
  private final int length;
  private final int before;
  private final int span;
  private final Meeting[] meetings;

  /**
   * A query's round and a key's round whose chunks may see each other.
   *
   * @param shift chunks that the key's round is away from its number, a multiple of all chunks
   */
  public record Meeting(int queryRound, int keyRound, int shift) {}

  /**
   * @param order of the entries; null for the natural one
   */
  public SeenTimes(ChunkAttention spec, int[] order, int length) {
    this.length = length;
    this.places = places(spec, order, length);
    HashRules rules = spec.hashRules();
    this.buckets = rules.withinBuckets() ? HeapIndices.of(rules.buckets()) : null;
    Reach.Neighbours window = spec.window(0, 1);
    this.before = window.before();
    this.span = window.chunks();
    this.meetings = meetings(spec, window, length / spec.chunkLength());
  }

  private static int[] places(ChunkAttention spec, int[] order, int length) {
    int[] places = new int[spec.rounds() * length];
    for (int entry = 0; entry < places.length; entry++) {
      places[order == null ? entry : order[entry]] = entry / spec.chunkLength();
    }
    return places;
  }

  private static Meeting[] meetings(
      ChunkAttention spec, Reach.Neighbours window, int chunksPerRound) {
    int rounds = spec.rounds();
    int back = (window.before() + chunksPerRound - 1) / chunksPerRound;
    int ahead = (window.after() + chunksPerRound - 1) / chunksPerRound;
    Meeting[] meetings = new Meeting[rounds * (back + 1 + ahead)];
    int next = 0;
    for (int round = 0; round < rounds; round++) {
      for (int other = round - back; other <= round + ahead; other++) {
        int shift = Math.floorDiv(other, rounds) * rounds * chunksPerRound;
        meetings[next++] = new Meeting(round, Math.floorMod(other, rounds), shift);
      }
    }
    return meetings;
  }

  /** All pairs of rounds whose chunks may see each other. */
  public Meeting[] meetings() {
    return meetings;
  }

  /** The chunk of a position's entry in a round, counted over all rounds. */
  public int place(int round, int position) {
    return places[round * length + position];
  }

  /** How often {@code query} sees {@code key}, in its hash bucket only where rules say so. */
  int times(int query, int key) {
    int times = 0;
    for (Meeting meeting : meetings) {
      int queryEntry = meeting.queryRound() * length + query;
      int keyEntry = meeting.keyRound() * length + key;
      int ahead = places[keyEntry] + meeting.shift() - places[queryEntry] + before;
      boolean together = buckets == null || buckets[queryEntry] == buckets[keyEntry];
      times += together && ahead >= 0 && ahead < span ? 1 : 0;
    }
    return times;
  }
}
