package io.palindrome.conf;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as users write them: powers of 1024 with one letter, {@code 64m}. */
public final class ByteSize {
  private static final String UNITS = "kmgt";
  private static final Pattern FORMAT = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(i?b)?");

  private ByteSize() {}

  /** The bytes of {@code 64m}, {@code 64 MiB} or {@code 1024}; nothing for other text. */
  public static OptionalLong parse(String text) {
    Matcher matcher = FORMAT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    int shift = matcher.group(2).isEmpty() ? 0 : 10 * (UNITS.indexOf(matcher.group(2)) + 1);
    return count > Long.MAX_VALUE >> shift ? OptionalLong.empty() : OptionalLong.of(count << shift);
  }

  /** The shortest exact text: {@code 64m} for 67108864, {@code 1000} for 1000. */
  static String format(long bytes) {
    int unit = -1;
    long count = bytes;
    while (unit + 1 < UNITS.length() && count != 0 && count % 1024 == 0) {
      count /= 1024;
      unit++;
    }
    return count + (unit < 0 ? "" : String.valueOf(UNITS.charAt(unit)));
  }
}
