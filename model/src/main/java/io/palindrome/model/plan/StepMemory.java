package io.palindrome.model.plan;

import java.util.Map;

/**
 * Bytes of one step, line by line.
 *
 * @param lines every {@link MemoryLine}; they sum to {@link #total}
 * @param heap the part in Java's heap
 * @param offHeap the part outside, in ND4J's arrays
 */
public record StepMemory(Map<MemoryLine, Long> lines, long heap, long offHeap) {
  public StepMemory {
    lines = Map.copyOf(lines);
  }

  /** Bytes of a line. */
  public long of(MemoryLine line) {
    return lines.get(line);
  }

  /** Bytes inside and outside of the heap. */
  public long total() {
    return heap + offHeap;
  }

  /** What a JVM's heap size must be at least: it bounds ND4J's arrays as well, each for itself. */
  public long needed() {
    return Math.max(heap, offHeap);
  }

  /** Whether a JVM with that much for a step can make it. */
  public boolean fits(long bytes) {
    return needed() <= bytes;
  }
}
