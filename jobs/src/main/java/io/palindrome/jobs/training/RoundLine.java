package io.palindrome.jobs.training;

import io.palindrome.jobs.averaging.RoundResult;
import io.palindrome.jobs.averaging.mean.StepReport;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import io.palindrome.jobs.report.RoundEntry;
import io.palindrome.jobs.report.RoundEntry.Learning;
import io.palindrome.jobs.report.RoundEntry.PartSeconds;
import io.palindrome.jobs.report.RoundEntry.Usage;
import java.util.List;
import java.util.Locale;

/** An averaging round as the log and the terminal have it. */
final class RoundLine {
  private static final double NANOS = 1e9;
  private static final double MEBIBYTE = 1 << 20;

  private RoundLine() {}

  /** The log's entry. */
  static RoundEntry entry(RoundResult result) {
    double gradientNorm =
        result.workers().stream()
            .flatMap(worker -> worker.steps().stream())
            .mapToDouble(StepReport::gradientNorm)
            .average()
            .orElse(Double.NaN);
    long training = result.workers().stream().mapToLong(WorkerReport::trainNanos).max().orElse(0);
    long tasks = result.workers().stream().mapToLong(WorkerReport::taskNanos).max().orElse(0);
    return new RoundEntry(
        Math.toIntExact(result.after().round()),
        result.after().step(),
        result.after().tokens(),
        new Learning(
            result.loss() / Math.log(2),
            result.learningRate(),
            gradientNorm,
            result.reconstructionError()),
        new Usage(result.tokensPerSecond(), result.residentBytes(), result.heapBytes()),
        List.of(
            new PartSeconds("steps", training / NANOS),
            new PartSeconds("reading and copying", Math.max(0, tasks - training) / NANOS),
            new PartSeconds("Spark and mean", Math.max(0, result.nanos() - tasks) / NANOS)));
  }

  /** What a person reads; a token of the byte tokenizer is a byte. */
  static String text(RoundEntry entry) {
    return String.format(
        Locale.ROOT,
        "step %d  %,d tokens  %.4f bits a byte  %,.0f tokens/s  rate %.2e  gradient %.3f"
            + "  reconstruction %.1e  %,.0f MiB",
        entry.step(),
        entry.tokens(),
        entry.learning().bitsPerByte(),
        entry.usage().tokensPerSecond(),
        entry.learning().learningRate(),
        entry.learning().gradientNorm(),
        entry.learning().reconstructionError(),
        entry.usage().residentBytes() / MEBIBYTE);
  }
}
