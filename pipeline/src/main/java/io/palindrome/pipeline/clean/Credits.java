package io.palindrome.pipeline.clean;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The paragraphs between the START marker and the book that say who typed it: "Produced by",
 * "E-text prepared by", "Transcribed from", and the notes that go with them.
 */
final class Credits {
  private static final Pattern CREDIT =
      Pattern.compile(
          "^\\W*(?:Produced by|E-?text prepared by|(?:This )?E-?(?:text|book) (?:was )?(?:produced|prepared|scanned|created|of) .*"
              + "|Transcribed (?:from|by)|Prepared by|Scanned (?:and|by)|HTML version|Contact:"
              + "|(?:An )?Anonymous (?:Project Gutenberg )?Volunteers?\\b"
              + "|Note: Project Gutenberg|\\[?Transcriber['’]?s['’]? Note).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** How many paragraphs may be credits; the book itself may begin with a thank-you. */
  private static final int MAX_PARAGRAPHS = 3;

  private Credits() {}

  /** The lines without the credits at their start. */
  static List<String> removedFrom(List<String> lines) {
    List<String> rest = lines;
    for (int i = 0; i < MAX_PARAGRAPHS; i++) {
      int start = firstLine(rest, false);
      int end = start + firstLine(rest.subList(start, rest.size()), true);
      if (!CREDIT.matcher(String.join("\n", rest.subList(start, end))).matches()) {
        return rest;
      }
      rest = rest.subList(end, rest.size());
    }
    return rest;
  }

  private static int firstLine(List<String> lines, boolean blank) {
    int i = 0;
    while (i < lines.size() && lines.get(i).isBlank() != blank) {
      i++;
    }
    return i;
  }
}
