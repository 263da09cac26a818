package io.palindrome.model.kernel.host;

/**
 * Tiles one after the other in one array that begins on a cache line: each begins on a line too,
 * for all are whole vectors long. Arrays of their own would lie where the collector puts them.
 */
final class TileLayout {
  private int next = CacheLines.FIRST;

  /** Takes the next {@code count} floats, a multiple of the vector length; returns the first. */
  int take(int count) {
    int first = next;
    next += count;
    return first;
  }

  /** Room for all that was taken. */
  float[] array() {
    return CacheLines.array(next - CacheLines.FIRST);
  }
}
