package io.palindrome.jobs.bench;

import io.palindrome.jobs.averaging.RoundResult;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import java.util.List;
import java.util.Locale;

/**
 * What averaging rounds on a number of executors measured.
 *
 * @param tokens trained on in all rounds
 * @param seconds of all rounds, as the driver sees them
 * @param stepSeconds of the local steps of all workers, added up
 */
record RoundMeasurement(
    int executors, int rounds, long tokens, double seconds, double stepSeconds) {

  static RoundMeasurement of(int executors, List<RoundResult> rounds) {
    long nanos = rounds.stream().mapToLong(RoundResult::nanos).sum();
    long stepNanos =
        rounds.stream()
            .flatMap(round -> round.workers().stream())
            .mapToLong(WorkerReport::trainNanos)
            .sum();
    long tokens = rounds.stream().mapToLong(RoundResult::tokens).sum();
    return new RoundMeasurement(executors, rounds.size(), tokens, nanos / 1e9, stepNanos / 1e9);
  }

  double tokensPerSecond() {
    return tokens / seconds;
  }

  /**
   * Share of the executors' time that no local step used: tasks, reading, copying, shuffle, mean
   * and broadcast, and waiting for the slowest worker.
   */
  double shareOutsideSteps() {
    return 1 - stepSeconds / (executors * seconds);
  }

  /** How many times as many tokens a second as another measurement. */
  double times(RoundMeasurement other) {
    return tokensPerSecond() / other.tokensPerSecond();
  }

  String line(RoundMeasurement first) {
    return String.format(
        Locale.ROOT,
        "%9d  %,10.0f  %8.2f  %9.2f s  %9.2f s  %8.1f %%",
        executors,
        tokensPerSecond(),
        times(first),
        seconds / rounds,
        stepSeconds / rounds / executors,
        100 * shareOutsideSteps());
  }
}
