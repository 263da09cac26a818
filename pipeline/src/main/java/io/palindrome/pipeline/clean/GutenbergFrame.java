package io.palindrome.pipeline.clean;

import io.palindrome.pipeline.document.Attribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Project Gutenberg puts around a book: a header that ends in a START marker (or, in editions
 * of before 2003, in a "small print"), credits, the book, and a footer that begins with an END
 * line.
 *
 * <p>A marker may run over two lines. A text without such marks is all book.
 *
 * @param body the lines of the book
 * @param flags which parts were found: {@code gutenberg-header}, {@code gutenberg-footer}
 */
record GutenbergFrame(Attribution attribution, List<String> body, List<String> flags) {
  private static final int MAX_HEADER_LINES = 1000;
  private static final int MAX_MARKER_LINES = 4;

  private static final Pattern START =
      ignoringCase("^\\W*\\*{3}\\s*START OF (?:THE|THIS) PROJECT GUTENBERG.*");
  private static final Pattern SMALL_PRINT_END = ignoringCase("^\\W*\\*END\\W*THE SMALL PRINT.*");
  private static final Pattern END =
      ignoringCase("^\\W*\\*{3}\\s*END OF (?:THE|THIS) PROJECT GUTENBERG.*");
  private static final Pattern END_IN_WORDS =
      ignoringCase("^\\W*End of (?:the |this )?Project Gutenberg.*");
  private static final int LINES_FROM_WORDS_TO_END = 8;

  static GutenbergFrame of(String[] lines) {
    int footer = footerStart(lines);
    int header = headerEnd(lines, footer);
    List<String> flags = new ArrayList<>();
    if (header > 0) {
      flags.add("gutenberg-header");
    }
    if (footer < lines.length) {
      flags.add("gutenberg-footer");
    }
    if (flags.isEmpty()) {
      return new GutenbergFrame(Attribution.UNKNOWN, Arrays.asList(lines), flags);
    }
    List<String> all = Arrays.asList(lines);
    Attribution attribution = GutenbergHeader.attribution(all.subList(0, header));
    List<String> body = Credits.removedFrom(all.subList(header, footer));
    return new GutenbergFrame(attribution, body, flags);
  }

  /** The line after the header: after the START marker or the small print, whichever is later. */
  private static int headerEnd(String[] lines, int footer) {
    int end = 0;
    for (int i = 0; i < Math.min(footer, MAX_HEADER_LINES); i++) {
      if (START.matcher(lines[i]).matches()) {
        end = afterMarker(lines, i, footer);
      } else if (SMALL_PRINT_END.matcher(lines[i]).matches()) {
        end = i + 1;
      }
    }
    return end;
  }

  /** A marker that does not close with stars in its own line closes in one of the next few. */
  private static int afterMarker(String[] lines, int marker, int footer) {
    int last = Math.min(marker + MAX_MARKER_LINES, footer);
    for (int i = marker; i < last; i++) {
      if (lines[i].stripTrailing().endsWith("***")) {
        return i + 1;
      }
    }
    return marker + 1;
  }

  /** The first line of the footer; the number of lines where there is none. */
  private static int footerStart(String[] lines) {
    int marker = last(END, lines, lines.length, 0);
    if (marker < 0) {
      int words = last(END_IN_WORDS, lines, lines.length, 0);
      return words < 0 ? lines.length : words;
    }
    int words = last(END_IN_WORDS, lines, marker, marker - LINES_FROM_WORDS_TO_END);
    return words < 0 ? marker : words;
  }

  private static int last(Pattern pattern, String[] lines, int end, int start) {
    for (int i = end - 1; i >= Math.max(0, start); i--) {
      if (pattern.matcher(lines[i]).matches()) {
        return i;
      }
    }
    return -1;
  }

  private static Pattern ignoringCase(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
