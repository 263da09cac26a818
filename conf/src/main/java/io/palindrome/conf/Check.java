package io.palindrome.conf;

import java.util.Collection;
import java.util.Locale;

/**
 * Rules over values, with messages of the form {@code <key> must be <rule>, but is <value>}.
 *
 * <p>Every message starts with the key that the user typed. All methods throw {@link
 * IllegalArgumentException} when the rule is broken.
 */
public final class Check {
  private Check() {}

  /** The message starts with the key to change and names every other key that the rule looks at. */
  public static void that(boolean holds, String format, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, format, values));
    }
  }

  /** Both ends belong to the range. */
  public static void inRange(String key, long value, long smallest, long largest) {
    that(
        value >= smallest && value <= largest,
        "%s must be between %d and %d, but is %d",
        key,
        smallest,
        largest,
        value);
  }

  /** Both ends belong to the range; NaN does not. */
  public static void inRange(String key, double value, double smallest, double largest) {
    that(
        value >= smallest && value <= largest,
        "%s must be between %s and %s, but is %s",
        key,
        smallest,
        largest,
        value);
  }

  public static void positive(String key, long value) {
    that(value > 0, "%s must be positive, but is %d", key, value);
  }

  /** Finite and more than zero. */
  public static void positive(String key, double value) {
    that(
        value > 0 && value <= Double.MAX_VALUE,
        "%s must be positive and finite, but is %s",
        key,
        value);
  }

  public static void notNegative(String key, long value) {
    that(value >= 0, "%s must be 0 or more, but is %d", key, value);
  }

  /** Finite and zero or more. */
  public static void notNegative(String key, double value) {
    that(
        value >= 0 && value <= Double.MAX_VALUE,
        "%s must be 0 or more and finite, but is %s",
        key,
        value);
  }

  /** A part of a whole that leaves something over: 0 is allowed, 1 is not. */
  public static void fraction(String key, double value) {
    that(value >= 0 && value < 1, "%s must be at least 0 and less than 1, but is %s", key, value);
  }

  public static <T> void oneOf(String key, T value, Collection<T> allowed) {
    that(allowed.contains(value), "%s must be one of %s, but is %s", key, allowed, value);
  }

  public static void present(String key, Object value) {
    that(value != null, "%s must be given, but is missing", key);
  }
}
