package io.palindrome.model.kernel.host;

import io.palindrome.conf.Check;

/** How wide the vectors of this JVM are. */
final class VectorWidth {
  /** System property with the bits of one vector; without it, as many as the JVM prefers. */
  static final String PROPERTY = "palindrome.vector.bits";

  private static final int NARROWEST = 128;
  private static final int WIDEST = 512;

  private VectorWidth() {}

  /**
   * Bits of one vector.
   *
   * @param asked value of {@link #PROPERTY}, or null
   * @param preferred bits that the JVM prefers on this processor, its widest
   * @throws IllegalArgumentException if the kernels cannot use vectors of that width here
   */
  static int bits(String asked, int preferred) {
    Check.that(
        preferred >= NARROWEST,
        "vectors of this JVM must have at least %d bits, but have %d; do not limit them with"
            + " -XX:MaxVectorSize",
        NARROWEST,
        preferred);
    int widest = Math.min(preferred, WIDEST);
    if (asked == null) {
      return widest;
    }
    int bits = asked.matches("[0-9]{3}") ? Integer.parseInt(asked) : 0;
    Check.that(
        bits >= NARROWEST && bits <= widest && Integer.bitCount(bits) == 1,
        "%s must be 128, 256 or 512 and at most %d, the widest vectors of this JVM, but is %s",
        PROPERTY,
        widest,
        asked);
    return bits;
  }
}
