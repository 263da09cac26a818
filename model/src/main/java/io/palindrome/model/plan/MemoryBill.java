package io.palindrome.model.plan;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Purpose;
import java.util.EnumMap;
import java.util.Map;

/** Adds up the lines of a step's memory. */
final class MemoryBill {
  /** Arrays of one int for each position beside the arena: of the batch, and of it padded. */
  private static final int BATCH_ARRAYS = 6;

  /** Purposes with a line of their own; the rest of what is held is scratch. */
  private static final Map<Purpose, MemoryLine> NAMED =
      new EnumMap<>(
          Map.of(
              Purpose.BATCH, MemoryLine.BATCH,
              Purpose.STREAMS, MemoryLine.STREAMS,
              Purpose.STREAM_GRADIENTS, MemoryLine.STREAM_GRADIENTS,
              Purpose.ACTIVATIONS, MemoryLine.ACTIVATIONS,
              Purpose.HASH_ORDERS, MemoryLine.HASH_ORDERS,
              Purpose.LOGITS, MemoryLine.LOGITS));

  private final Map<MemoryLine, Long> lines = new EnumMap<>(MemoryLine.class);
  private final BufferPlace place;
  private long heap;
  private long offHeap;

  MemoryBill(BufferPlace place) {
    this.place = place;
  }

  private void add(MemoryLine line, BufferPlace where, long bytes) {
    lines.merge(line, bytes, Long::sum);
    heap += where == BufferPlace.HEAP ? bytes : 0;
    offHeap += where == BufferPlace.HEAP ? 0 : bytes;
  }

  /**
   * Parameters and gradients are twice there: for the kernels, and for the optimizer in ND4J. On a
   * GPU kernels make the optimizer's steps, with a state of their own between two averagings.
   */
  void vectors(long parameterCount, long stateLength) {
    long vector = parameterCount * Float.BYTES;
    for (MemoryLine line :
        new MemoryLine[] {MemoryLine.PARAMETERS, MemoryLine.PARAMETER_GRADIENTS}) {
      add(line, place, vector);
      add(line, BufferPlace.OFF_HEAP, vector);
    }
    add(MemoryLine.OPTIMIZER, BufferPlace.OFF_HEAP, stateLength * Float.BYTES);
    if (place == BufferPlace.DEVICE) {
      add(MemoryLine.OPTIMIZER, place, stateLength * Float.BYTES);
    }
  }

  /** Everything that the arena holds from step to step, and the arrays of the batch beside it. */
  void buffers(Arena arena, int positions) {
    long rest = arena.heldBytes();
    for (Map.Entry<Purpose, MemoryLine> named : NAMED.entrySet()) {
      long bytes = Math.min(rest, arena.peakBytes(named.getKey()));
      add(named.getValue(), place, bytes);
      rest -= bytes;
    }
    add(MemoryLine.SCRATCH, place, rest);
    add(MemoryLine.BATCH, BufferPlace.HEAP, (long) BATCH_ARRAYS * positions * Integer.BYTES);
  }

  /** What kernels allocate beside the arena. */
  void scratch(long bytes) {
    add(MemoryLine.SCRATCH, place, bytes);
  }

  /** What those buffers lose in the heap. */
  void regions(Map<Long, Integer> buffers) {
    long lost = place == BufferPlace.HEAP ? HeapRegions.lost(buffers) : 0;
    add(MemoryLine.REGIONS, BufferPlace.HEAP, lost);
  }

  StepMemory memory() {
    return new StepMemory(lines, heap, offHeap);
  }
}
