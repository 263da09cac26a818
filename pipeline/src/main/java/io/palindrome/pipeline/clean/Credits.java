package io.palindrome.pipeline.clean;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What stands between the markers and is not the book: at the start who typed it ("Produced by",
 * "E-text prepared by", "Transcribed from") and where it can be seen, at the end the transcriber's
 * notes.
 */
final class Credits {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

  private static final Pattern CREDIT =
      Pattern.compile(
          "^\\W*(?:Produced by|E-?text prepared by"
              + "|(?:This )?E-?(?:text|book) (?:was )?(?:produced|prepared|scanned|created|of) "
              + "|Transcribed (?:from|by)|Prepared by|Scanned (?:and|by)|HTML version|Contact:"
              + "|(?:An )?Anonymous (?:Project Gutenberg )?Volunteers?\\b"
              + "|Note: Project Gutenberg|Transcriber['’]?s['’]? Notes?\\b).*"
              + "|.*(?:https?://|gutenberg).*",
          FLAGS);

  private static final Pattern CLOSING_NOTES =
      Pattern.compile(
          "^\\W*(?:Transcriber['’]?s['’]? Notes?|Typographical errors corrected by .*transcriber)\\W*$",
          FLAGS);

  /** How far from the start a credit may be; behind it stands the book. */
  private static final int OPENING_PARAGRAPHS = 5;

  private static final int CLOSING_LINES = 150;

  private Credits() {}

  /** The lines without the credits at their start and the notes at their end. */
  static List<String> removedFrom(List<String> lines) {
    List<String> rest = withoutNotes(lines);
    int end = 0;
    int credits = 0;
    for (int i = 0; i < OPENING_PARAGRAPHS; i++) {
      int start = end + firstLine(rest.subList(end, rest.size()), false);
      end = start + firstLine(rest.subList(start, rest.size()), true);
      if (CREDIT.matcher(String.join("\n", rest.subList(start, end))).matches()) {
        credits = end;
      }
    }
    return rest.subList(credits, rest.size());
  }

  private static List<String> withoutNotes(List<String> lines) {
    for (int i = lines.size() - 1; i >= Math.max(1, lines.size() - CLOSING_LINES); i--) {
      if (CLOSING_NOTES.matcher(lines.get(i)).matches()) {
        return lines.subList(0, i);
      }
    }
    return lines;
  }

  private static int firstLine(List<String> lines, boolean blank) {
    int i = 0;
    while (i < lines.size() && lines.get(i).isBlank() != blank) {
      i++;
    }
    return i;
  }
}
