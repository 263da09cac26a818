package io.palindrome.jobs.command;

/** Who reads standard output. */
public enum OutputFormat {
  /** A person: lines. */
  TEXT,
  /** A machine: one JSON object at the end, and nothing else. */
  JSON
}
