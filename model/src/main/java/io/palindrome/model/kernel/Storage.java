package io.palindrome.model.kernel;

/**
 * A flat run of real numbers in the memory of one {@link Kernels} implementation: a heap array, an
 * ND4J array, device memory. Only the implementation that allocated it may compute on it.
 */
public interface Storage {
  /** Number of elements. */
  long length();

  /** Copies {@code count} elements from {@code offset} on into a new array. */
  double[] read(long offset, int count);

  /** Copies {@code values} in, from {@code offset} on; values are rounded to the storage's type. */
  void write(long offset, double... values);

  /** Frees what the garbage collector cannot see; nothing may use the storage afterwards. */
  default void close() {}
}
