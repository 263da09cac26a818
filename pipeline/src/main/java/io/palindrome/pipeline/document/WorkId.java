package io.palindrome.pipeline.document;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names the work that a document is an edition of, so that all editions of a work land in one
 * split.
 *
 * <p>Title and author decide, without case, accents, punctuation and white space; the content does
 * where the title is unknown.
 */
final class WorkId {
  private static final Pattern NOT_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{Nd}]+");

  private WorkId() {}

  /** 32 hexadecimal digits. */
  static String of(Attribution attribution, String contentSha256) {
    String title = normalize(attribution.title());
    String key =
        title.isEmpty()
            ? "content\n" + contentSha256
            : "work\n" + title + "\n" + normalize(attribution.author());
    return Sha256.of(key).substring(0, 32);
  }

  private static String normalize(String name) {
    String decomposed = Normalizer.normalize(name, Normalizer.Form.NFKD);
    return NOT_LETTER_OR_DIGIT.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
