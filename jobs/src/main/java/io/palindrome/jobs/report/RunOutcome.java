package io.palindrome.jobs.report;

import com.fasterxml.jackson.annotation.JsonValue;

/** How far a run has come. */
public enum RunOutcome {
  RUNNING("running"),
  DONE("done"),
  FAILED("failed");

  private final String word;

  RunOutcome(String word) {
    this.word = word;
  }

  /** The word that the report shows and report.json holds. */
  @JsonValue
  public String word() {
    return word;
  }
}
