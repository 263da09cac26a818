package io.palindrome.model.random;

/**
 * The counter-based generator of the product (the idea: Salmon et al. 2011, "Parallel Random
 * Numbers: As Easy as 1, 2, 3"): a value is a pure function of a key and an element index, so a
 * replayed step sees the same dropout masks and rotations in any order, on any thread or executor.
 *
 * <pre>bits(key, e) = mix(mix(key + e * G) ^ (key * C))</pre>
 *
 * <p>{@code mix} is SplitMix64's finalizer with Stafford's constants, variant 13 (Steele et al.
 * 2014); G is the golden ratio in 64 bits. The second round sees the key again, so that two keys
 * whose difference is a multiple of G do not share a shifted sequence. Not for cryptography.
 */
public final class CounterRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long KEY_FACTOR = 0xD1342543DE82EF95L;
  private static final double TWO_TO_MINUS_52 = 0x1.0p-52;

  private CounterRandom() {}

  /** A key for one place: order, values and number of the path's entries all matter. */
  public static long key(long seed, long... path) {
    long key = mix(seed + GOLDEN);
    for (long entry : path) {
      key = mix(key * KEY_FACTOR + mix(entry + GOLDEN));
    }
    return key;
  }

  /** 64 random bits of one element. */
  public static long bits(long key, long element) {
    return mix(mix(key + element * GOLDEN) ^ (key * KEY_FACTOR));
  }

  /** Uniform in (0, 1), never 0 or 1: the upper 52 bits of {@link #bits}, centred. */
  public static double uniform(long key, long element) {
    return ((bits(key, element) >>> 12) + 0.5) * TWO_TO_MINUS_52;
  }

  /**
   * Standard normal (Box and Muller 1958). Elements 2i and 2i+1 are the cosine and the sine of one
   * pair of uniforms; do not use the same key for {@link #uniform} too. StrictMath keeps the bits
   * equal on every machine.
   */
  public static double normal(long key, long element) {
    long even = element & ~1L;
    double radius = radius(key, even);
    double angle = angle(key, even);
    return radius * (element == even ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }

  /**
   * Writes {@code deviation * normal(key, i)} as float to {@code into[offset + i]} for i in [0,
   * length), at half the cost of single calls.
   */
  public static void fillNormal(long key, double deviation, float[] into, int offset, int length) {
    for (int i = 0; i < length; i += 2) {
      double radius = radius(key, i);
      double angle = angle(key, i);
      into[offset + i] = (float) (deviation * (radius * StrictMath.cos(angle)));
      if (i + 1 < length) {
        into[offset + i + 1] = (float) (deviation * (radius * StrictMath.sin(angle)));
      }
    }
  }

  private static double radius(long key, long even) {
    return StrictMath.sqrt(-2 * StrictMath.log(uniform(key, even)));
  }

  private static double angle(long key, long even) {
    return 2 * StrictMath.PI * uniform(key, even + 1);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
