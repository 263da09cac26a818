package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.CountingSort;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.Indices;

/** Orders of entries, and the chunks that they are cut into. */
final class HostOrders {
  private static final int ENTRIES_PER_TASK = 1 << 15;

  private final WorkerPool workers;
  private int[] counters = new int[0];

  HostOrders(WorkerPool workers) {
    this.workers = workers;
  }

  void sort(Indices keys, int keyCount, Indices order) {
    if (counters.length < keyCount + 1) {
      counters = new int[keyCount + 1];
    }
    int[] values = HeapIndices.of(keys);
    CountingSort.sort(values, values.length, keyCount, HeapIndices.of(order), counters);
  }

  void numberChunks(Indices order, int chunkLength, Indices chunks) {
    int[] sorted = HeapIndices.of(order);
    int[] into = HeapIndices.of(chunks);
    workers.forEach(
        (sorted.length + ENTRIES_PER_TASK - 1) / ENTRIES_PER_TASK,
        task -> {
          int end = Math.min((task + 1) * ENTRIES_PER_TASK, sorted.length);
          for (int entry = task * ENTRIES_PER_TASK; entry < end; entry++) {
            into[sorted[entry]] = entry / chunkLength;
          }
        });
  }
}
