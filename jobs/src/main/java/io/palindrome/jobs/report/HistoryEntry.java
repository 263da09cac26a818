package io.palindrome.jobs.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A line of {@code history.jsonl}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RoundEntry.class, name = "round"),
  @JsonSubTypes.Type(value = EvaluationEntry.class, name = "evaluation")
})
public sealed interface HistoryEntry permits RoundEntry, EvaluationEntry {
  /** The averaging round after which the entry was made; 0 before the first. */
  int round();

  /** Tokens trained by all workers since the run began. */
  long tokens();
}
