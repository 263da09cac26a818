package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;

/**
 * Float32 storage on the heap: what the Vector API reads fastest, and the collector can see.
 *
 * @param first index of element 0 in {@code values}
 */
record HostStorage(float[] values, int first) implements Storage {
  /** New storage, its first element on a cache line if it is large. */
  static HostStorage allocate(int length) {
    return new HostStorage(new float[length + CacheLines.FIRST], CacheLines.FIRST);
  }

  static float[] of(Matrix matrix) {
    return under(matrix).values;
  }

  /** Index of element (row, 0) of a matrix. */
  static int at(Matrix matrix, int row) {
    return (int) (under(matrix).first + matrix.offset() + (long) row * matrix.stride());
  }

  private static HostStorage under(Matrix matrix) {
    if (matrix.storage() instanceof HostStorage host) {
      return host;
    }
    throw new IllegalArgumentException(
        "matrix must be allocated by HostKernels, but lies in "
            + matrix.storage().getClass().getSimpleName());
  }

  @Override
  public long length() {
    return values.length - first;
  }

  @Override
  public double[] read(long offset, int count) {
    double[] copy = new double[count];
    int from = Math.toIntExact(first + offset);
    for (int i = 0; i < count; i++) {
      copy[i] = values[from + i];
    }
    return copy;
  }

  @Override
  public void write(long offset, double... from) {
    int at = Math.toIntExact(first + offset);
    for (int i = 0; i < from.length; i++) {
      values[at + i] = (float) from[i];
    }
  }

  @Override
  public boolean equals(Object other) {
    return other == this;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
