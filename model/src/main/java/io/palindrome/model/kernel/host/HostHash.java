package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;

/**
 * Angular hashing: rotate a tile of positions by one matrix product, then take each one's argmax.
 */
final class HostHash {
  private static final int TILE_ROWS = 2048;
  private static final int ROWS_PER_TASK = 256;

  private final WorkerPool workers;
  private final PackedProduct product;
  private final FewRowsProduct fewRows;
  private float[] rotated = new float[0];

  HostHash(WorkerPool workers, PackedProduct product, FewRowsProduct fewRows) {
    this.workers = workers;
    this.product = product;
    this.fewRows = fewRows;
  }

  void hash(Matrix queryKeys, Matrix rotations, HashSpec spec, Indices buckets) {
    int length = queryKeys.rows();
    int columns = rotations.columns();
    int tileRows = Math.min(TILE_ROWS, length);
    if (rotated.length < tileRows * columns) {
      rotated = new float[tileRows * columns];
    }
    for (int first = 0; first < length; first += tileRows) {
      int rows = Math.min(tileRows, length - first);
      Matrix tile = Matrix.of(new HostStorage(rotated, 0), rows, columns);
      rotate(queryKeys.rowRange(first, rows), rotations, tile);
      int start = first;
      workers.forEach(
          (rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK,
          task -> {
            int from = task * ROWS_PER_TASK;
            int to = Math.min(from + ROWS_PER_TASK, rows);
            decide(spec, columns, start, from, to, length, HeapIndices.of(buckets));
          });
    }
  }

  private void rotate(Matrix queryKeys, Matrix rotations, Matrix tile) {
    if (queryKeys.rows() <= FewRowsProduct.MOST_ROWS) {
      fewRows.multiply(1, queryKeys, rotations, Transpose.NONE, 0, tile);
    } else {
      product.multiply(1, queryKeys, Transpose.NONE, rotations, Transpose.NONE, 0, tile);
    }
  }

  private void decide(
      HashSpec spec, int columns, int first, int from, int to, int length, int[] buckets) {
    int[] mask = spec.mask() == null ? null : HeapIndices.of(spec.mask());
    int total = spec.total();
    int halves = spec.halves();
    int[] factors = spec.factors().stream().mapToInt(Integer::intValue).toArray();
    for (int row = from; row < to; row++) {
      int t = first + row;
      for (int round = 0; round < spec.rounds(); round++) {
        boolean padding = mask != null && mask[t] == 0;
        int at = row * columns + round * halves;
        int bucket = padding ? total - 1 : bucket(factors, at);
        buckets[round * length + t] = round * total + bucket;
      }
    }
  }

  private int bucket(int[] factors, int start) {
    int at = start;
    int bucket = 0;
    int radix = 1;
    for (int factor : factors) {
      bucket += radix * argmax(rotated, at, factor / 2);
      radix *= factor;
      at += factor / 2;
    }
    return bucket;
  }

  /** The first maximum of [s, -s], s of {@code count} numbers. */
  private static int argmax(float[] s, int at, int count) {
    int highest = 0;
    int lowest = 0;
    for (int j = 1; j < count; j++) {
      highest = s[at + j] > s[at + highest] ? j : highest;
      lowest = s[at + j] < s[at + lowest] ? j : lowest;
    }
    return -s[at + lowest] > s[at + highest] ? count + lowest : highest;
  }
}
