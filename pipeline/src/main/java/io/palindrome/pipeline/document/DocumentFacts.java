package io.palindrome.pipeline.document;

import java.io.Serializable;
import java.util.List;

/**
 * All that is known of a document except its text: small enough to keep one for each document.
 *
 * @param docId names the text: the first 32 digits of {@code contentSha256}
 * @param contentSha256 of the UTF-8 bytes of the cleaned text
 * @param workId names the work that this is an edition of
 * @param nChars Unicode code points of the cleaned text
 * @param nBytes UTF-8 bytes of the cleaned text
 * @param flags what the stages noticed, sorted
 */
public record DocumentFacts(
    String docId,
    String contentSha256,
    SourceFile source,
    String workId,
    Attribution attribution,
    long nChars,
    long nBytes,
    List<String> flags)
    implements Serializable {
  public DocumentFacts {
    flags = flags.stream().sorted().distinct().toList();
  }
}
