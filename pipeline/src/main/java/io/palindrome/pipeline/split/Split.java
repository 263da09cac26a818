package io.palindrome.pipeline.split;

import java.util.Locale;

/** What a document is used for. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name in the dataset: {@code train}, {@code validation}, {@code test}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The split of a name in the dataset. */
  public static Split of(String label) {
    for (Split split : values()) {
      if (split.label().equals(label)) {
        return split;
      }
    }
    throw new IllegalArgumentException("split must be train, validation or test, but is " + label);
  }
}
