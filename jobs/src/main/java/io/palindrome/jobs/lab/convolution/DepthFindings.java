package io.palindrome.jobs.lab.convolution;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.lab.convolution.DepthStep.Kept;
import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.BarList;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Memory and time of a step by depth, as a chart, a table and words.
 *
 * @param seconds of a step of the timed depth
 */
record DepthFindings(List<Peak> peaks, DepthTimes timed, Map<Kept, Double> seconds) {
  /** One step's memory. */
  record Peak(DepthStep step, long bytes) {}

  DepthFindings {
    peaks = List.copyOf(peaks);
  }

  List<Finding> all() {
    return List.of(chart(), table(), times(), Finding.text(meaning()));
  }

  private Stream<Peak> of(Kept kept) {
    return peaks.stream().filter(peak -> peak.step().kept() == kept);
  }

  private Exhibit chart() {
    List<Line> lines = new ArrayList<>();
    for (Kept kept : Kept.all()) {
      List<Sample> samples =
          of(kept).map(p -> new Sample(p.step().branches(), (double) p.bytes())).toList();
      lines.add(new Line(kept.label(), lines.size() + 1, Line.Stroke.DOTTED_POINTS, samples));
    }
    return Exhibit.of(
            "c-memory-by-depth",
            new LineChart(
                new Caption(
                    "Peak memory of a step by depth",
                    "%d images; basic blocks; counted, not sampled".formatted(DepthStep.BATCH)),
                new Axis("residual branches", Quantity.COUNT, Scale.LINEAR),
                new Axis("peak bytes", Quantity.BYTES, Scale.LOG),
                lines,
                List.of()))
        .wide();
  }

  private Exhibit table() {
    List<List<Cell>> rows =
        peaks.stream()
            .map(
                peak ->
                    List.of(
                        Cell.text(peak.step().kept().label()),
                        Cell.of(peak.step().branches(), Quantity.COUNT),
                        Cell.of((double) peak.step().parameters(), Quantity.COUNT),
                        Cell.of((double) peak.bytes(), Quantity.BYTES)))
            .toList();
    String note = "parameters and the optimizer's state are not in the bytes";
    return Exhibit.of(
        "c-depth",
        new Table(
            new Caption("Peak memory of a step", note),
            List.of("step", "residual branches", "parameters", "peak bytes"),
            rows));
  }

  private Exhibit times() {
    List<BarList.Bar> bars =
        Kept.all().stream()
            .map(
                kept ->
                    new BarList.Bar(
                        kept.label(),
                        seconds.get(kept),
                        String.format(Locale.ROOT, "%+.0f %%", 100 * (timesStored(kept) - 1)),
                        kept == Kept.REVERSIBLE ? 2 : 1))
            .toList();
    String note =
        "%d residual branches, %d images; median of %d, taking turns; against the stored RevNet"
            .formatted(
                new DepthStep(Kept.REVERSIBLE, timed.times()).branches(),
                DepthStep.BATCH,
                timed.repeats());
    return Exhibit.of(
            "c-time", new BarList(new Caption("Seconds a step", note), Quantity.SECONDS, bars))
        .wide();
  }

  private double timesStored(Kept kept) {
    return seconds.get(kept) / seconds.get(Kept.STORED);
  }

  private String meaning() {
    int from = shallowest(Kept.REVERSIBLE).step().branches();
    int to = deepest(Kept.REVERSIBLE).step().branches();
    return String.format(
        Locale.ROOT,
        "What it means: from %d to %d residual branches, the memory of a reversible step grows %.2f"
            + " times, of a recomputing one %.2f times, of the same RevNet stored %.2f times and of"
            + " the ResNet %.2f times. What a reversible step keeps are the inputs of the two"
            + " layers between stages, whatever the depth; all else is one branch at a time. At %d"
            + " branches it needs %.3f of what the stored RevNet needs, and %.3f of the ResNet's,"
            + " which has %.2f times its parameters. In time, a step of the RevNet takes %.2f times"
            + " as long reversed as stored, and %.2f times recomputed.",
        from,
        to,
        growth(Kept.REVERSIBLE),
        growth(Kept.RECOMPUTED),
        growth(Kept.STORED),
        growth(Kept.RESNET),
        to,
        share(Kept.STORED),
        share(Kept.RESNET),
        (double) deepest(Kept.RESNET).step().parameters()
            / deepest(Kept.REVERSIBLE).step().parameters(),
        timesStored(Kept.REVERSIBLE),
        timesStored(Kept.RECOMPUTED));
  }

  private Peak shallowest(Kept kept) {
    return of(kept).findFirst().orElseThrow();
  }

  private Peak deepest(Kept kept) {
    return of(kept).reduce((first, second) -> second).orElseThrow();
  }

  private double growth(Kept kept) {
    return (double) deepest(kept).bytes() / shallowest(kept).bytes();
  }

  private double share(Kept of) {
    return (double) deepest(Kept.REVERSIBLE).bytes() / deepest(of).bytes();
  }
}
