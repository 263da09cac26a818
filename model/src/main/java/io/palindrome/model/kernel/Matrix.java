package io.palindrome.model.kernel;

/**
 * A row-major window on a {@link Storage}: element (i, j) lies at {@code offset + i * stride + j}.
 * Views are free: they copy nothing.
 */
public record Matrix(Storage storage, long offset, int rows, int columns, int stride) {
  public Matrix {
    // Messages are made where they are needed: there are thousands of matrices a step.
    if (rows < 0 || columns < 0 || stride < columns) {
      throw new IllegalArgumentException(
          "matrix must have rows, columns >= 0 and stride >= columns, but is [%d, %d] with stride %d"
              .formatted(rows, columns, stride));
    }
    long end = rows == 0 ? offset : offset + (long) (rows - 1) * stride + columns;
    if (offset < 0 || end > storage.length()) {
      throw new IllegalArgumentException(
          "matrix must end within its storage of %d elements, but ends at %d"
              .formatted(storage.length(), end));
    }
  }

  /** A dense matrix at the start of {@code storage}. */
  public static Matrix of(Storage storage, int rows, int columns) {
    return new Matrix(storage, 0, rows, columns, columns);
  }

  /** Rows [from, from + count). */
  public Matrix rowRange(int from, int count) {
    return new Matrix(storage, offset + (long) from * stride, count, columns, stride);
  }

  /** Columns [from, from + count). */
  public Matrix columnRange(int from, int count) {
    return new Matrix(storage, offset + from, rows, count, stride);
  }

  /** The same window cut after the first {@code count} rows. */
  public Matrix firstRows(int count) {
    return rowRange(0, count);
  }

  /** A copy of one row. */
  double[] readRow(int row) {
    return storage.read(offset + (long) row * stride, columns);
  }

  /** Overwrites one row. */
  void writeRow(int row, double... values) {
    storage.write(offset + (long) row * stride, values);
  }

  /** All elements in row order; for tests, reports and small results. */
  public double[] toArray() {
    double[] all = new double[Math.multiplyExact(rows, columns)];
    for (int row = 0; row < rows; row++) {
      double[] values = readRow(row);
      System.arraycopy(values, 0, all, row * columns, columns);
    }
    return all;
  }
}
