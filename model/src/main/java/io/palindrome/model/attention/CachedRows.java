package io.palindrome.model.attention;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;

/**
 * Rows of a sequence's positions, in order of the positions; where only the last {@code kept} are
 * looked at, a ring of so many. Grows by half as positions come, by at least {@link #GROWTH}.
 */
final class CachedRows implements AutoCloseable {
  /** Every position is kept. */
  static final int ALL = Integer.MAX_VALUE;

  private static final int GROWTH = 256;

  private final Kernels kernels;
  private final int width;
  private final int kept;
  private Storage storage;
  private int capacity;

  CachedRows(Kernels kernels, int width, int kept) {
    this.kernels = kernels;
    this.width = width;
    this.kept = kept;
    this.capacity = Math.min(kept, GROWTH);
    this.storage = kernels.allocate((long) capacity * width);
  }

  /** Whether every position is kept. */
  boolean keepsAll() {
    return kept == ALL;
  }

  /** The row that a position lies in. */
  int row(int position) {
    return position % kept;
  }

  /** All rows; those of positions that were never put are undefined. */
  Matrix matrix() {
    return Matrix.of(storage, capacity, width);
  }

  /** Rows of positions {@code first} and following; of many, the last that are kept. */
  void put(int first, Matrix rows) {
    int end = first + rows.rows();
    reserve(Math.min(kept, end));
    for (int from = Math.max(first, end - kept); from < end; ) {
      int count = Math.min(end - from, kept - row(from));
      kernels.copy(rows.rowRange(from - first, count), matrix().rowRange(row(from), count));
      from += count;
    }
  }

  private void reserve(int rows) {
    if (rows <= capacity) {
      return;
    }
    long grown = Math.max(rows, (long) capacity + Math.max(GROWTH, capacity / 2));
    moveTo((int) Math.min(grown, kept));
  }

  private void moveTo(int rows) {
    Matrix old = matrix();
    Storage before = storage;
    storage = kernels.allocate((long) rows * width);
    capacity = rows;
    kernels.copy(old, matrix().firstRows(old.rows()));
    before.close();
  }

  /** The same rows in memory of their own. */
  CachedRows copy() {
    CachedRows copy = new CachedRows(kernels, width, kept);
    copy.reserve(capacity);
    kernels.copy(matrix(), copy.matrix().firstRows(capacity));
    return copy;
  }

  /** Bytes of the rows. */
  long bytes() {
    return storage.length() * kernels.elementBytes();
  }

  @Override
  public void close() {
    storage.close();
  }
}
