package io.palindrome.model.kernel;

import java.util.Arrays;

/** Float64 storage on the heap. */
final class ReferenceStorage implements Storage {
  final double[] values;

  ReferenceStorage(long length) {
    values = new double[Math.toIntExact(length)];
  }

  static double[] of(Matrix matrix) {
    if (matrix.storage() instanceof ReferenceStorage reference) {
      return reference.values;
    }
    throw new IllegalArgumentException(
        "matrix must be allocated by ReferenceKernels, but lies in "
            + matrix.storage().getClass().getSimpleName());
  }

  @Override
  public long length() {
    return values.length;
  }

  @Override
  public double[] read(long offset, int count) {
    return Arrays.copyOfRange(
        values, Math.toIntExact(offset), Math.toIntExact(Math.addExact(offset, count)));
  }

  @Override
  public void write(long offset, double... from) {
    System.arraycopy(from, 0, values, Math.toIntExact(offset), from.length);
  }
}
