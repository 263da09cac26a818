package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;

/** Float32 storage on the heap: what the Vector API reads fastest, and the collector can see. */
record HostStorage(float[] values) implements Storage {
  static float[] of(Matrix matrix) {
    if (matrix.storage() instanceof HostStorage host) {
      return host.values;
    }
    throw new IllegalArgumentException(
        "matrix must be allocated by HostKernels, but lies in "
            + matrix.storage().getClass().getSimpleName());
  }

  /** Index of element (row, 0) of a matrix. */
  static int at(Matrix matrix, int row) {
    return (int) (matrix.offset() + (long) row * matrix.stride());
  }

  @Override
  public long length() {
    return values.length;
  }

  @Override
  public double[] read(long offset, int count) {
    double[] copy = new double[count];
    int from = Math.toIntExact(offset);
    for (int i = 0; i < count; i++) {
      copy[i] = values[from + i];
    }
    return copy;
  }

  @Override
  public void write(long offset, double... from) {
    int at = Math.toIntExact(offset);
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
