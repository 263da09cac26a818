package io.palindrome.model.kernel;

/**
 * Hash buckets of all rounds in 16 bits each, two in a 32-bit word, the lower half first: what a
 * layer keeps of its hashing until it is run backwards.
 */
public final class PackedBuckets {
  /** Most hash buckets of a round. */
  public static final int MOST = 1 << Short.SIZE;

  private static final int MASK = MOST - 1;

  private PackedBuckets() {}

  /** Words that hold so many entries. */
  public static int words(int entries) {
    return (entries + 1) / 2;
  }

  /**
   * packed = buckets without the offset, round * total, of their round.
   *
   * @param length entries of a round
   * @param total hash buckets of a round, at most {@link #MOST}
   */
  static void pack(int[] buckets, int length, int total, int[] packed) {
    for (int first = 0; first < buckets.length; first += length) {
      int offset = first / length * total;
      for (int entry = first; entry < first + length; entry++) {
        int bucket = buckets[entry] - offset;
        int word = entry / 2;
        packed[word] = (entry & 1) == 0 ? bucket : packed[word] | bucket << Short.SIZE;
      }
    }
  }

  /** The inverse of {@link #pack}. */
  static void unpack(int[] packed, int length, int total, int[] buckets) {
    for (int first = 0; first < buckets.length; first += length) {
      int offset = first / length * total;
      for (int entry = first; entry < first + length; entry++) {
        int word = packed[entry / 2];
        int bucket = (entry & 1) == 0 ? word & MASK : word >>> Short.SIZE;
        buckets[entry] = bucket + offset;
      }
    }
  }
}
