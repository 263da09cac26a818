package io.palindrome.pipeline.document;

import java.util.regex.Pattern;

/** Paths for Spark's readers, which take every path for a pattern. */
public final class LiteralPath {
  private static final Pattern PATTERN_CHARACTER = Pattern.compile("[\\\\{}\\[\\]*?]");

  private LiteralPath() {}

  /** The pattern that matches this path alone. */
  public static String of(String path) {
    return PATTERN_CHARACTER.matcher(path).replaceAll("\\\\$0");
  }
}
