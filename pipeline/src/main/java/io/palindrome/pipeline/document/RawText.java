package io.palindrome.pipeline.document;

import java.io.Serializable;
import java.util.List;

/**
 * Text as its file holds it: decoded, with headers, footers and foreign line ends still in place.
 *
 * @param flags what decoding noticed, such as {@code windows-1252}
 */
public record RawText(SourceFile source, String text, List<String> flags) implements Serializable {
  public RawText {
    flags = List.copyOf(flags);
  }
}
