package io.palindrome.pipeline.document;

import java.io.Serializable;

/**
 * Whose text it is, as far as the file says; a part that it does not say is the empty string.
 *
 * @param language a language code, {@code und} where unknown
 */
public record Attribution(String title, String author, String language, String license)
    implements Serializable {
  public static final Attribution UNKNOWN = new Attribution("", "", "und", "");
}
