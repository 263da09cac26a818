package io.palindrome.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/** A passage while its document is being written: its words, where it stood, when it is due. */
final class RecurringText {
  /** No two occurrences of a passage start closer together than this many characters. */
  static final int MIN_GAP = 2_000;

  private static final int MAX_GAP = 60_000;

  private final PassageKind kind;
  private final String text;
  private final List<Passage.Recurrence> recurrences = new ArrayList<>();
  private Span first;
  private int remaining;
  private int dueAt = Integer.MAX_VALUE;

  RecurringText(PassageKind kind, String text, int recurrences) {
    this.kind = kind;
    this.text = text;
    this.remaining = recurrences;
  }

  PassageKind kind() {
    return kind;
  }

  String text() {
    return text;
  }

  boolean dueBy(int position) {
    return dueAt <= position;
  }

  /** Notes an occurrence of these words, and draws when the next one is due before the end. */
  void stands(Span span, String words, int end, CounterRandom random) {
    if (first == null) {
      first = span;
    } else {
      recurrences.add(new Passage.Recurrence(span.start(), span.end(), words.equals(text)));
      remaining--;
    }
    int room = Math.min(MAX_GAP, end - span.end());
    boolean again = remaining > 0 && room > MIN_GAP;
    // Gaps are log-uniform: as many between 2,000 and 4,000 characters as between 20,000 and
    // 40,000.
    double gap = MIN_GAP * Math.pow((double) room / MIN_GAP, random.uniform());
    dueAt = again ? span.end() + (int) gap : Integer.MAX_VALUE;
  }

  Passage passage() {
    return new Passage(kind, first, recurrences);
  }
}
