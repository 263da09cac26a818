package io.palindrome.jobs.demo;

import java.util.List;

/** A passage that is met once and then again: where it stands first, and where it recurs. */
public record Passage(PassageKind kind, Span first, List<Recurrence> recurrences) {
  public Passage {
    recurrences = List.copyOf(recurrences);
  }

  /**
   * A later occurrence.
   *
   * @param verbatim whether it repeats the first one to the letter; otherwise one word differs
   */
  public record Recurrence(int start, int end, boolean verbatim) {
    public Span span() {
      return new Span(start, end);
    }
  }
}
