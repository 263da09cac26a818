package io.palindrome.model.kernel;

/**
 * A flat run of 32-bit integers (tokens, positions, hash buckets) in the memory of one {@link
 * Kernels}.
 */
public interface Indices {
  /** Number of elements. */
  int length();

  /** Copies all elements into a new array. */
  int[] read();

  /** Overwrites the first {@code values.length} elements. */
  void write(int... values);

  /** Frees what the garbage collector cannot see; nothing may use the indices afterwards. */
  default void close() {}
}
