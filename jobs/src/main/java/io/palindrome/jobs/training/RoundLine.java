package io.palindrome.jobs.training;

import io.palindrome.jobs.averaging.RoundResult;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import io.palindrome.jobs.report.RoundEntry;
import io.palindrome.jobs.report.RoundEntry.Learning;
import io.palindrome.jobs.report.RoundEntry.PartSeconds;
import io.palindrome.jobs.report.RoundEntry.Skipped;
import io.palindrome.jobs.report.RoundEntry.Usage;
import java.util.List;
import java.util.Locale;

/** An averaging round as the log and the terminal have it. */
final class RoundLine {
  private static final double NANOS = 1e9;
  private static final double MEBIBYTE = 1 << 20;

  private RoundLine() {}

  /**
   * The log's entry.
   *
   * @param openRow skipped steps in a row, up to the end of the round
   */
  static RoundEntry entry(RoundResult result, int openRow) {
    long training = result.workers().stream().mapToLong(WorkerReport::trainNanos).max().orElse(0);
    long tasks = result.workers().stream().mapToLong(WorkerReport::taskNanos).max().orElse(0);
    return new RoundEntry(
        Math.toIntExact(result.after().round()),
        result.after().step(),
        result.after().tokens(),
        new Learning(
            result.loss() / Math.log(2),
            result.learningRate(),
            result.meanGradientNorm(),
            result.reconstructionError(),
            new Skipped(result.skippedSteps(), openRow)),
        new Usage(result.tokensPerSecond(), result.residentBytes(), result.heapBytes()),
        List.of(
            new PartSeconds("steps", training / NANOS),
            new PartSeconds("reading and copying", Math.max(0, tasks - training) / NANOS),
            new PartSeconds("Spark and mean", Math.max(0, result.nanos() - tasks) / NANOS)));
  }

  /**
   * What a person reads; a token of the byte tokenizer is a byte. What was not measured is left
   * out.
   */
  static String text(RoundEntry entry) {
    RoundEntry.Learning learning = entry.learning();
    String reconstruction =
        Double.isNaN(learning.reconstructionError())
            ? ""
            : format("  reconstruction %.1e", learning.reconstructionError());
    int skipped = learning.skipped().steps();
    return format(
            "step %d  %,d tokens  %.4f bits a byte  %,.0f tokens/s  rate %.2e  gradient %.3f",
            entry.step(),
            entry.tokens(),
            learning.bitsPerByte(),
            entry.usage().tokensPerSecond(),
            learning.learningRate(),
            learning.gradientNorm())
        + reconstruction
        + format("  %,.0f MiB", entry.usage().residentBytes() / MEBIBYTE)
        + (skipped == 0 ? "" : format("  skipped %d steps", skipped));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
