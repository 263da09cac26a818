package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.planning.Bytes;
import io.palindrome.jobs.planning.ExecutorHeap;
import io.palindrome.jobs.planning.RunPlanner;
import io.palindrome.model.plan.BatchShape;
import io.palindrome.model.plan.StepPlan;
import java.util.Locale;

/**
 * One step's memory, predicted and measured.
 *
 * @param predictedBytes in the heap and outside, with what large arrays lose in the heap
 * @param measuredBytes what two steps left in the heap by the collector's count, which takes
 *     regions of large arrays whole, and what grew outside of it
 * @param heapMegabytes heap that the plan asks for, with Java's own objects
 * @param smallestMegabytes smallest heap in which the steps could be made; 0 = not looked for
 * @param peakResidentBytes of the process, whose heap was a quarter larger
 */
record PlanCheck(
    String what,
    long predictedBytes,
    long measuredBytes,
    long heapMegabytes,
    long smallestMegabytes,
    long peakResidentBytes,
    double seconds) {
  private static final long MEBIBYTE = 1 << 20;

  /** Java's own objects: classes, libraries, the collector's room to move. */
  private static final long JAVA_MEGABYTES = 32;

  /** How finely the smallest heap is looked for, as a fraction of the planned one. */
  private static final double RESOLUTION = 0.02;

  private static final double FROM = 0.8;
  private static final int GUESSES = 2;

  /** Measures a point, and looks for its smallest heap as well if {@code smallest}. */
  static PlanCheck of(PlanPoint point, Smallest smallest) {
    RunConfig run = ConfigFile.defaults(point.overrides());
    StepPlan plan = plan(run, point);
    long heap = plan.memory().heap() / MEBIBYTE + JAVA_MEGABYTES;
    JsonNode measured =
        ProbeProcess.measure(point, roomy(heap))
            .orElseThrow(
                () ->
                    new ResourceException(
                        "Cannot measure %s: a heap of %d MiB, a quarter more than planned, was too small"
                            .formatted(what(run, point, plan), roomy(heap))));
    return new PlanCheck(
        what(run, point, plan),
        plan.memory().total(),
        measured.path("heapBytes").asLong() + measured.path("outsideBytes").asLong(),
        heap,
        smallest == Smallest.SOUGHT ? smallest(point, heap) : 0,
        measured.path("peakResidentBytes").asLong(),
        measured.path("seconds").asDouble());
  }

  /** Whether the smallest heap is looked for: it takes several processes more. */
  enum Smallest {
    SOUGHT,
    LEFT_OUT
  }

  /** The heap's regions depend on its size, so the plan is made for the size that it asks for. */
  private static StepPlan plan(RunConfig run, PlanPoint point) {
    ReformerConfig model = BenchModel.of(run, point.length());
    MemoryConfig strategy = run.train().memory();
    BatchShape shape = new BatchShape(point.batch(), point.length());
    long guess = 1L << 30;
    for (int i = 0; i < GUESSES; i++) {
      ExecutorHeap heap = new ExecutorHeap(guess, 1);
      guess = RunPlanner.of(run.withModel(model), shape, heap).plan(strategy).memory().heap();
    }
    ExecutorHeap heap = new ExecutorHeap(guess + JAVA_MEGABYTES * MEBIBYTE, 1);
    return RunPlanner.of(run.withModel(model), shape, heap).plan(strategy);
  }

  /** Large arrays are not moved, so the heap needs room between them. */
  private static long roomy(long heap) {
    return heap + heap / 4;
  }

  private static long smallest(PlanPoint point, long planned) {
    long low = (long) (FROM * planned);
    long high = roomy(planned);
    while (high - low > RESOLUTION * planned) {
      long middle = (low + high) / 2;
      if (ProbeProcess.measure(point, middle).isPresent()) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static String what(RunConfig run, PlanPoint point, StepPlan plan) {
    ReformerConfig model = run.model();
    return String.format(
        Locale.ROOT,
        "%-19s %3d layers, d %3d, %d x %5d, %d rounds, vocabulary %d",
        plan.name(),
        model.layers().size(),
        model.dModel(),
        point.batch(),
        point.length(),
        model.lsh().hashRounds(),
        BenchModel.of(run, point.length()).vocabularySize());
  }

  double ratio() {
    return (double) predictedBytes / measuredBytes;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-68s %10s %10s %6.3f  %5d %5s  %10s %6.1f s",
        what,
        Bytes.text(predictedBytes),
        Bytes.text(measuredBytes),
        ratio(),
        heapMegabytes,
        smallestMegabytes == 0 ? "" : String.valueOf(smallestMegabytes),
        Bytes.text(peakResidentBytes),
        seconds);
  }
}
