package io.palindrome.jobs.device;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a finding means for the configuration. */
public enum Verdict {
  /** As it should be. */
  OK,
  /** It works, slowly or not for sure. */
  WARNING,
  /** The configuration needs something that is not there. */
  FAILED,
  /** Not there, and not needed. */
  UNUSED;

  /** The word in tables and JSON. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
