package io.palindrome.jobs.lab.memory;

import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.LabSection;
import io.palindrome.jobs.lab.LabSettings;
import io.palindrome.jobs.lab.LabText;
import io.palindrome.jobs.lab.Pace;
import io.palindrome.jobs.lab.memory.StepTimes.Timed;
import io.palindrome.jobs.report.chart.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Section b: what standard and reversible training steps need in memory, and in time. */
public final class MemorySection implements LabSection {
  static final List<String> STRATEGIES = List.of("store-all", "reversible");
  static final List<Integer> DEPTHS = List.of(20, 96);
  static final int SHORTEST = 256;
  private static final List<Integer> TIMES = List.of(1, 2, 4, 8);

  /** One step's memory. */
  record Measured(MemoryGrowth of, long peakBytes) {}

  @Override
  public String key() {
    return "b";
  }

  @Override
  public String title() {
    return "Memory and time of standard and reversible steps";
  }

  @Override
  public String intro() {
    return "Peak bytes of a training step of 20 and of 96 layers as length and batch grow, and how"
        + " much longer a step takes when activations are rebuilt instead of stored.";
  }

  @Override
  public int seconds(Pace pace) {
    return pace.pick(75, 35);
  }

  @Override
  public List<Finding> run(LabSettings settings, Progress progress) {
    List<Integer> times = settings.pace().pick(TIMES, TIMES.subList(0, 3));
    LabText text = LabText.of(settings, StepTimes.LENGTH);
    List<MemoryGrowth> byLength = points(times, Grown.LENGTH);
    List<MemoryGrowth> byBatch = points(times, Grown.BATCH);
    StepTimes steps = new StepTimes(settings.pace().pick(9, 3), settings.seed());
    int total = byLength.size() + byBatch.size() + steps.turns();
    int[] done = {0};
    List<List<Measured>> measured = new ArrayList<>();
    for (List<MemoryGrowth> points : List.of(byLength, byBatch)) {
      List<Measured> peaks = new ArrayList<>();
      for (MemoryGrowth point : points) {
        peaks.add(new Measured(point, point.peakBytes(text, settings.seed())));
        progress.at(++done[0], total, note(peaks.get(peaks.size() - 1)));
      }
      measured.add(peaks);
    }
    List<Timed> timed = steps.measure(text, note -> progress.at(++done[0], total, note));
    List<Finding> findings = new ArrayList<>(GrowthFindings.of(measured.get(0), measured.get(1)));
    findings.addAll(TimeFindings.of(timed, steps.repeats()));
    if (settings.pace() == Pace.QUICK) {
      findings.add(
          Finding.text(
              "Shortened: lengths to 1,024 and batches to 4 (2,048 and 8 in a whole report), and a"
                  + " median of 3 steps instead of 9."));
    }
    return findings;
  }

  private enum Grown {
    LENGTH,
    BATCH
  }

  private static List<MemoryGrowth> points(List<Integer> times, Grown grown) {
    return DEPTHS.stream()
        .flatMap(depth -> STRATEGIES.stream().flatMap(s -> points(depth, s, times, grown)))
        .toList();
  }

  private static Stream<MemoryGrowth> points(
      int depth, String strategy, List<Integer> times, Grown grown) {
    return times.stream()
        .map(
            n ->
                grown == Grown.LENGTH
                    ? new MemoryGrowth(depth, strategy, 1, n * SHORTEST)
                    : new MemoryGrowth(depth, strategy, n, SHORTEST));
  }

  private static String note(Measured measured) {
    MemoryGrowth of = measured.of();
    return "%d layers, %s, batch %d, length %d: %s"
        .formatted(
            of.layers(),
            of.strategy(),
            of.batch(),
            of.length(),
            Quantity.BYTES.write(measured.peakBytes()));
  }
}
