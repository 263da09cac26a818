package io.palindrome.model.attention;

import io.palindrome.conf.DuplicateKeys;
import io.palindrome.conf.LshConfig;
import java.util.Arrays;

/**
 * One head's positions, in every hash round sorted by (hash bucket, position). A position that
 * comes later is the last of its hash bucket.
 */
final class SortedPositions implements PositionOrder {
  private final LshConfig lsh;
  private final int[][] buckets;
  private final int[][] orders;
  private int length;

  /**
   * @param lsh says what a position sees
   * @param buckets the hash buckets of all positions, one array a round
   */
  SortedPositions(LshConfig lsh, int[][] buckets) {
    this.lsh = lsh;
    this.buckets = buckets;
    this.length = buckets[0].length;
    this.orders = new int[buckets.length][];
    for (int round = 0; round < orders.length; round++) {
      orders[round] = sorted(buckets[round]);
    }
  }

  private SortedPositions(LshConfig lsh, int[][] buckets, int[][] orders, int length) {
    this.lsh = lsh;
    this.buckets = buckets;
    this.orders = orders;
    this.length = length;
  }

  private static int[] sorted(int[] keys) {
    long[] pairs = new long[keys.length];
    for (int t = 0; t < pairs.length; t++) {
      pairs[t] = ((long) keys[t] << Integer.SIZE) + t;
    }
    Arrays.sort(pairs);
    return Arrays.stream(pairs).mapToInt(pair -> (int) pair).toArray();
  }

  /** Takes the next position in. */
  void insert(int... bucketOfRound) {
    for (int round = 0; round < orders.length; round++) {
      if (length == orders[round].length) {
        orders[round] = Arrays.copyOf(orders[round], grown());
        buckets[round] = Arrays.copyOf(buckets[round], grown());
      }
      int rank = upTo(round, bucketOfRound[round]);
      System.arraycopy(orders[round], rank, orders[round], rank + 1, length - rank);
      orders[round][rank] = length;
      buckets[round][length] = bucketOfRound[round];
    }
    length++;
  }

  private int grown() {
    return length + Math.max(256, length / 2);
  }

  /** Positions in hash buckets up to {@code bucket}, it included. */
  private int upTo(int round, int bucket) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (buckets[round][orders[round][middle]] <= bucket) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public int rankOfNewest(int round) {
    return upTo(round, buckets[round][length - 1]) - 1;
  }

  @Override
  public int position(int round, int rank) {
    return orders[round][rank];
  }

  @Override
  public boolean shows(int own, int round, int position) {
    return !lsh.withinHashBuckets() || buckets[own][length - 1] == buckets[round][position];
  }

  @Override
  public DuplicateKeys duplicates() {
    return lsh.duplicates();
  }

  SortedPositions copy() {
    return new SortedPositions(lsh, deepCopy(buckets), deepCopy(orders), length);
  }

  private static int[][] deepCopy(int[][] arrays) {
    return Arrays.stream(arrays).map(int[]::clone).toArray(int[][]::new);
  }

  /** Bytes of orders and hash buckets. */
  long bytes() {
    return 2L * Integer.BYTES * orders.length * orders[0].length;
  }
}
