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
 * @param busySeconds of the local steps of each round's busiest executor, added up; where executors
 *     have several workers each, what it is at least
 */
record RoundMeasurement(
    int executors,
    int rounds,
    long tokens,
    double seconds,
    double stepSeconds,
    double busySeconds) {

  static RoundMeasurement of(int executors, List<RoundResult> rounds) {
    long nanos = rounds.stream().mapToLong(RoundResult::nanos).sum();
    double steps = rounds.stream().mapToDouble(RoundMeasurement::stepSeconds).sum();
    double busy = rounds.stream().mapToDouble(round -> busySeconds(round, executors)).sum();
    long tokens = rounds.stream().mapToLong(RoundResult::tokens).sum();
    return new RoundMeasurement(executors, rounds.size(), tokens, nanos / 1e9, steps, busy);
  }

  private static double stepSeconds(RoundResult round) {
    return round.workers().stream().mapToLong(WorkerReport::trainNanos).sum() / 1e9;
  }

  private static double busySeconds(RoundResult round, int executors) {
    long slowest = round.workers().stream().mapToLong(WorkerReport::trainNanos).max().orElse(0);
    return Math.max(slowest / 1e9, stepSeconds(round) / executors);
  }

  double tokensPerSecond() {
    return tokens / seconds;
  }

  /** Share of the executors' time in which they wait for the round's slowest worker. */
  double shareWaiting() {
    return (busySeconds - stepSeconds / executors) / seconds;
  }

  /**
   * Share of the rounds in which no executor is in a local step: tasks, reading, copying, shuffle,
   * mean and broadcast.
   */
  double shareAveraging() {
    return 1 - busySeconds / seconds;
  }

  /** How many times as many tokens a second as another measurement. */
  double times(RoundMeasurement other) {
    return tokensPerSecond() / other.tokensPerSecond();
  }

  String line(RoundMeasurement first) {
    return String.format(
        Locale.ROOT,
        "%9d  %,10.0f  %8.2f  %9.2f s  %9.2f s  %7.2f s %4.1f %%  %7.2f s %4.1f %%",
        executors,
        tokensPerSecond(),
        times(first),
        seconds / rounds,
        stepSeconds / rounds / executors,
        shareWaiting() * seconds / rounds,
        100 * shareWaiting(),
        shareAveraging() * seconds / rounds,
        100 * shareAveraging());
  }
}
