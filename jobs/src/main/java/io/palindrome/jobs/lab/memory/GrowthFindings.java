package io.palindrome.jobs.lab.memory;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.lab.memory.MemorySection.Measured;
import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Peak memory as charts, a table and words. */
final class GrowthFindings {
  private GrowthFindings() {}

  static List<Finding> of(List<Measured> byLength, List<Measured> byBatch) {
    return List.of(
        Finding.text(
            "Networks of width 64 with local and LSH attention in turn make one training step. The"
                + " peak is the most bytes of activations, gradients of activations and scratch that"
                + " existed at once; parameters and the optimizer's state, which are the same for"
                + " every strategy, are not in it."),
        chart(
            "b-memory-by-length",
            new Caption("Peak memory by length", "batch 1"),
            "tokens of a sequence",
            measured -> measured.of().length(),
            byLength),
        chart(
            "b-memory-by-batch",
            new Caption(
                "Peak memory by batch", "sequences of %d".formatted(MemorySection.SHORTEST)),
            "sequences of a batch",
            measured -> measured.of().batch(),
            byBatch),
        table(Stream.concat(byLength.stream(), byBatch.stream()).toList()),
        Finding.text(meaning(byLength)));
  }

  private static Exhibit chart(
      String name, Caption caption, String x, ToIntFunction<Measured> of, List<Measured> measured) {
    List<Line> lines = new ArrayList<>();
    for (int depth : MemorySection.DEPTHS) {
      for (String strategy : MemorySection.STRATEGIES) {
        List<Sample> samples =
            line(measured, depth, strategy)
                .map(m -> new Sample(of.applyAsInt(m), (double) m.peakBytes()))
                .toList();
        String label = "%s, %d layers".formatted(strategy, depth);
        lines.add(new Line(label, lines.size() + 1, Line.Stroke.DOTTED_POINTS, samples));
      }
    }
    return Exhibit.of(
        name,
        new LineChart(
            caption,
            new Axis(x, Quantity.COUNT, Scale.LINEAR),
            new Axis("peak bytes", Quantity.BYTES, Scale.LOG),
            lines,
            List.of()));
  }

  private static Stream<Measured> line(List<Measured> measured, int depth, String strategy) {
    return measured.stream()
        .filter(m -> m.of().layers() == depth && m.of().strategy().equals(strategy));
  }

  private static Exhibit table(List<Measured> measured) {
    List<List<Cell>> rows =
        measured.stream()
            .map(
                m ->
                    List.of(
                        Cell.of(m.of().layers(), Quantity.COUNT),
                        Cell.text(m.of().strategy()),
                        Cell.of(m.of().batch(), Quantity.COUNT),
                        Cell.of(m.of().length(), Quantity.COUNT),
                        Cell.of((double) m.peakBytes(), Quantity.BYTES)))
            .toList();
    return Exhibit.of(
        "b-memory",
        new Table(
            new Caption("Peak memory of a step", "counted, not sampled"),
            List.of("layers", "strategy", "batch", "length", "peak bytes"),
            rows));
  }

  private static String meaning(List<Measured> byLength) {
    return "What it means: both strategies grow in proportion to tokens, but only standard steps"
        + " grow with depth. From 20 to 96 layers, at the longest sequence measured, store all needs"
        + " %.2f times the memory and reversible %.2f times: what is left to grow are the hash orders,"
            .formatted(growth(byLength, "store-all"), growth(byLength, "reversible"))
        + " two bytes for each token, head and round of an LSH layer. At 96 layers a reversible step"
        + " needs %.3f of a standard one's memory."
            .formatted(last(byLength, 96, "reversible") / last(byLength, 96, "store-all"));
  }

  private static double growth(List<Measured> measured, String strategy) {
    return last(measured, 96, strategy) / last(measured, 20, strategy);
  }

  private static double last(List<Measured> measured, int depth, String strategy) {
    return line(measured, depth, strategy)
        .reduce((first, second) -> second)
        .orElseThrow()
        .peakBytes();
  }
}
