package io.palindrome.pipeline.batch;

/** The finalizer of SplitMix64 (Steele et al. 2014): a bijection that scatters 64-bit counters. */
final class Mix64 {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Mix64() {}

  /** A hash of a key and one more value; chaining keys several values. */
  static long mix(long key, long value) {
    long z = key ^ (value + GOLDEN_GAMMA) * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
