package io.palindrome.model.kernel.host;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Where the cache lines of heap arrays begin. A vector of 64 bytes that lies across two lines is
 * read twice; a matrix product on such vectors takes an Intel processor a tenth to a fifth longer.
 *
 * <p>The G1 collector gives an array of half a region or more regions of its own, so that it begins
 * on a line with its header and its elements 16 bytes further on. With other collectors, and for
 * smaller arrays, that is left to chance, and nothing but speed depends on it.
 */
final class CacheLines {

  /** Bytes of a line. */
  static final int BYTES = 64;

  private static final int HEADER_BYTES = 16;

  /** The first element of an array that begins a line. */
  static final int FIRST = (BYTES - HEADER_BYTES) / Float.BYTES;

  private static final int FEWEST = fewest();

  private CacheLines() {}

  /** A new array with room for {@code count} floats from {@link #FIRST} on, regions its own. */
  static float[] array(int count) {
    return new float[Math.max(FEWEST, count + FIRST)];
  }

  private static int fewest() {
    try {
      String bytes =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption("G1HeapRegionSize")
              .getValue();
      return Math.toIntExact(Long.parseLong(bytes) / 2 / Float.BYTES);
    } catch (IllegalArgumentException e) {
      return 0; // not HotSpot
    }
  }
}
