package io.palindrome.model.plan;

import java.util.Map;

/**
 * What large arrays lose in the heap of the JVM's default collector, G1: one that is larger than
 * half a region has whole regions to itself (JEP 248; Java HotSpot VM garbage collection tuning
 * guide, "Humongous objects").
 */
final class HeapRegions {
  /** Bytes of one region: what the launcher and executors ask for, whatever their heap. */
  static final long SIZE = 1L << 20;

  private static final int ARRAY_HEADER = 16;

  private HeapRegions() {}

  /**
   * Bytes that nothing else can use.
   *
   * @param buffers how many arrays of each size in bytes there are
   */
  static long lost(Map<Long, Integer> buffers) {
    long lost = 0;
    for (Map.Entry<Long, Integer> entry : buffers.entrySet()) {
      long array = entry.getKey() + ARRAY_HEADER;
      if (array > SIZE / 2) {
        lost += entry.getValue() * ((array + SIZE - 1) / SIZE * SIZE - entry.getKey());
      }
    }
    return lost;
  }
}
