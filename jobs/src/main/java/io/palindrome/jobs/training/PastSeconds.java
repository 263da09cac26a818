package io.palindrome.jobs.training;

import io.palindrome.jobs.report.EvaluationEntry;
import io.palindrome.jobs.report.HistoryEntry;
import io.palindrome.jobs.report.RoundEntry;
import io.palindrome.jobs.report.RoundEntry.PartSeconds;
import java.util.List;

/** The time that earlier attempts of a run took, by its log. */
final class PastSeconds {
  private PastSeconds() {}

  static double of(List<HistoryEntry> history) {
    double sum = 0;
    for (HistoryEntry entry : history) {
      if (entry instanceof RoundEntry round) {
        sum += round.seconds().stream().mapToDouble(PartSeconds::seconds).sum();
      } else if (entry instanceof EvaluationEntry evaluation) {
        sum += evaluation.seconds();
      }
    }
    return sum;
  }
}
