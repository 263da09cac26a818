package io.palindrome.model.kernel;

import java.util.Arrays;

/** Indices in a heap array. */
public record HeapIndices(int[] values) implements Indices {
  /** The array behind {@code indices}; fails where they belong to other kernels. */
  public static int[] of(Indices indices) {
    if (indices instanceof HeapIndices heap) {
      return heap.values;
    }
    throw new IllegalArgumentException(
        "indices must be allocated by the kernels that use them, but are "
            + (indices == null ? "null" : indices.getClass().getSimpleName()));
  }

  @Override
  public int length() {
    return values.length;
  }

  @Override
  public int[] read() {
    return values.clone();
  }

  @Override
  public void write(int... from) {
    System.arraycopy(from, 0, values, 0, from.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeapIndices that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
