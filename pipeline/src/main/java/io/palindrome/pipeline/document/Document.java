package io.palindrome.pipeline.document;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One cleaned text and what is known of it. */
public record Document(DocumentFacts facts, String text) implements Serializable {

  /** A document of this cleaned text; its identifiers follow from the text and the attribution. */
  public static Document of(
      SourceFile source, Attribution attribution, List<String> flags, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    String sha256 = Sha256.of(utf8);
    DocumentFacts facts =
        new DocumentFacts(
            sha256.substring(0, 32),
            sha256,
            source,
            WorkId.of(attribution, sha256),
            attribution,
            text.codePointCount(0, text.length()),
            utf8.length,
            flags);
    return new Document(facts, text);
  }
}
