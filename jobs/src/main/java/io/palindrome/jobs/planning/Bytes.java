package io.palindrome.jobs.planning;

import java.util.Locale;

/** Sizes for people. */
public final class Bytes {
  private static final double MEBIBYTE = 1 << 20;
  private static final double GIBIBYTE = 1 << 30;

  private Bytes() {}

  /** Such as {@code 12.5 MiB} or {@code 3.20 GiB}. */
  public static String text(long bytes) {
    return bytes < GIBIBYTE
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE)
        : String.format(Locale.ROOT, "%.2f GiB", bytes / GIBIBYTE);
  }
}
