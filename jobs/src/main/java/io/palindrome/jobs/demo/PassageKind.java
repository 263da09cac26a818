package io.palindrome.jobs.demo;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What recurs in a document. */
public enum PassageKind {
  FACT,
  PROVERB,
  VERSE,
  LETTER,
  WILL,
  INVENTORY;

  /** The name in the grammar and in library.json. */
  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
