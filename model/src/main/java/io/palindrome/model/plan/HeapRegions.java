package io.palindrome.model.plan;

import java.util.Map;

/**
 * What large arrays lose in the heap of the JVM's default collector, G1: one that is larger than
 * half a region has whole regions to itself (JEP 248; Java HotSpot VM garbage collection tuning
 * guide, "Humongous objects").
 */
final class HeapRegions {
  private static final long SMALLEST = 1L << 20;
  private static final long LARGEST = 32L << 20;
  private static final int REGIONS = 2048;
  private static final int ARRAY_HEADER = 16;

  private HeapRegions() {}

  /** Bytes of one region: a power of two, so that the heap has about 2,048. */
  static long size(long heapBytes) {
    long even = Long.highestOneBit(Math.max(1, heapBytes / REGIONS));
    return Math.max(SMALLEST, Math.min(LARGEST, even));
  }

  /**
   * Bytes that nothing else can use.
   *
   * @param buffers how many arrays of each size in bytes there are
   */
  static long lost(Map<Long, Integer> buffers, long heapBytes) {
    long region = size(heapBytes);
    long lost = 0;
    for (Map.Entry<Long, Integer> entry : buffers.entrySet()) {
      long array = entry.getKey() + ARRAY_HEADER;
      if (array > region / 2) {
        lost += entry.getValue() * ((array + region - 1) / region * region - entry.getKey());
      }
    }
    return lost;
  }
}
