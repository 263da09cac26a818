package io.palindrome.pipeline.clean;

import io.palindrome.pipeline.document.Document;
import io.palindrome.pipeline.document.RawText;
import io.palindrome.pipeline.document.RejectedFileException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** Line ends, the frame around the book, blank ends, and Unicode normal form C, in this order. */
public final class TextCleaner {
  private TextCleaner() {}

  /** The document that a raw text holds, or the reason why nothing of it is left. */
  public static Document clean(RawText raw) throws RejectedFileException {
    String lineFeeds = raw.text().replace("\r\n", "\n").replace('\r', '\n');
    GutenbergFrame frame = GutenbergFrame.of(lineFeeds.split("\n", -1));
    String body = withoutBlankEnds(frame.body());
    if (body.isEmpty()) {
      throw new RejectedFileException("empty", "nothing is left inside the header and the footer");
    }
    List<String> flags = new ArrayList<>(raw.flags());
    flags.addAll(frame.flags());
    String text = Normalizer.normalize(body, Normalizer.Form.NFC);
    return Document.of(raw.source(), frame.attribution(), flags, text);
  }

  /** Without blank lines at both ends and spaces at line ends, closed by one line feed. */
  private static String withoutBlankEnds(List<String> lines) {
    int start = 0;
    int end = lines.size();
    while (start < end && lines.get(start).isBlank()) {
      start++;
    }
    while (end > start && lines.get(end - 1).isBlank()) {
      end--;
    }
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(start, end)) {
      text.append(line.stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
