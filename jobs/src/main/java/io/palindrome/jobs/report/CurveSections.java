package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Rule;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import io.palindrome.jobs.report.chart.StackedChart;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The sections that show curves against trained tokens. */
final class CurveSections {
  private static final Axis TOKENS = new Axis("tokens trained", Quantity.COUNT, Scale.LINEAR);
  private static final int SMOOTH_FROM = 40;

  private CurveSections() {}

  static HtmlPage.Section learning(TrainingReport report) {
    Curves curves = report.curves();
    return new HtmlPage.Section(
        "learning",
        "Learning",
        "One training point for each averaging round; the averaged parameters are evaluated on"
            + " documents that were never trained on.",
        grid(
            loss(report)
                + chart(
                    new Caption("Learning rate", "of the round's last step"),
                    new Axis("tokens trained", Quantity.NUMBER, Scale.FROM_ZERO),
                    List.of(line("learning rate", 3, curves.learningRate())))
                + chart(
                    new Caption("Gradient norm", "before clipping, mean of the round; log scale"),
                    new Axis("tokens trained", Quantity.NUMBER, Scale.LOG),
                    List.of(line("gradient norm", 4, curves.gradientNorm())))
                + skipped(curves)));
  }

  /** A chart where there is something to see. */
  private static String skipped(Curves curves) {
    return curves.allSkippedSteps() == 0
        ? ""
        : chart(
            new Caption("Skipped steps", "their loss or gradient was not finite; of all workers"),
            new Axis("tokens trained", Quantity.COUNT, Scale.FROM_ZERO),
            List.of(line("skipped steps", 2, curves.skippedSteps())));
  }

  static HtmlPage.Section speedAndMemory(TrainingReport report) {
    Curves curves = report.curves();
    return new HtmlPage.Section(
        "speed",
        "Speed and memory",
        "Measured by the run itself, round by round.",
        grid(
            chart(
                    new Caption("Throughput", "tokens trained a second, all workers together"),
                    new Axis("tokens trained", Quantity.COUNT, Scale.FROM_ZERO),
                    List.of(line("tokens/s", 1, curves.tokensPerSecond())))
                + chart(
                    new Caption("Memory", "of the largest worker process"),
                    new Axis("tokens trained", Quantity.BYTES, Scale.FROM_ZERO),
                    List.of(
                        line("peak resident", 1, curves.residentBytes()),
                        line("Java heap", 5, curves.heapBytes())))
                + roundSeconds(curves)));
  }

  static HtmlPage.Section reversibility(TrainingReport report) {
    return new HtmlPage.Section(
        "reversibility",
        "Reversibility",
        "Reversible layers rebuild each activation from the next one. Every step compares what it"
            + " arrives at, after all layers, with the embedding that it began with.",
        grid(
            wide(
                chart(
                    new Caption(
                        "Reconstruction error",
                        "largest absolute difference from the embedding; log scale"),
                    new Axis("tokens trained", Quantity.NUMBER, Scale.LOG),
                    List.of(
                        line("reconstruction error", 2, report.curves().reconstructionError()))))));
  }

  private static String loss(TrainingReport report) {
    List<Rule> rules =
        report.extras().baselines().stream().map(b -> new Rule(b.name(), b.bitsPerByte())).toList();
    String note =
        rules.isEmpty()
            ? "bits a byte"
            : "bits a byte; dashed: byte n-grams counted on the same training split";
    return wide(
        new LineChart(
                new Caption("Loss", note),
                TOKENS,
                new Axis("bits a byte", Quantity.BITS, Scale.LINEAR),
                lossLines(report.curves()),
                rules)
            .figure());
  }

  /** Training loss, smoothed over its raw values where there are many, and each evaluated split. */
  private static List<Line> lossLines(Curves curves) {
    List<Sample> raw = samples(curves.trainingLoss());
    List<Line> lines = new ArrayList<>();
    if (raw.size() >= SMOOTH_FROM) {
      int window = raw.size() / SMOOTH_FROM;
      String name = "training, mean of %s rounds".formatted(2 * window + 1);
      lines.add(new Line("each round", 2, Line.Stroke.FAINT, raw));
      lines.add(new Line(name, 2, Line.Stroke.SOLID, Sample.smoothed(raw, window)));
    } else {
      lines.add(new Line("training", 2, Line.Stroke.SOLID, raw));
    }
    int colour = 1;
    for (Series split : curves.evaluations()) {
      lines.add(new Line(split.name(), colour, Line.Stroke.DOTTED_POINTS, samples(split.points())));
      colour = Math.min(colour + 2, 5);
    }
    return lines;
  }

  private static String roundSeconds(Curves curves) {
    List<Series> parts = curves.roundSeconds();
    if (parts.isEmpty()) {
      return "";
    }
    int shown = Math.min(parts.size(), 6);
    List<Point> rounds = parts.get(0).points();
    List<StackedChart.Column> columns =
        IntStream.range(0, rounds.size())
            .mapToObj(
                i ->
                    new StackedChart.Column(
                        rounds.get(i).round(),
                        parts.subList(0, shown).stream()
                            .map(p -> p.points().get(i).value())
                            .toList()))
            .toList();
    return wide(
        new StackedChart(
                new Caption("An averaging round", "seconds of each part"),
                new Axis("averaging round", Quantity.COUNT, Scale.LINEAR),
                new Axis("seconds", Quantity.SECONDS, Scale.FROM_ZERO),
                parts.subList(0, shown).stream().map(Series::name).toList(),
                columns)
            .figure());
  }

  private static String chart(Caption caption, Axis y, List<Line> lines) {
    return new LineChart(caption, TOKENS, y, lines, List.of()).figure();
  }

  private static Line line(String name, int colour, List<Point> points) {
    return new Line(name, colour, Line.Stroke.SOLID, samples(points));
  }

  private static List<Sample> samples(List<Point> points) {
    return points.stream().map(p -> new Sample(p.tokens(), p.value())).toList();
  }

  private static String grid(String charts) {
    return "<div class=\"grid\">\n" + charts + "</div>\n";
  }

  private static String wide(String chart) {
    return "<div class=\"wide\">\n" + chart + "</div>\n";
  }
}
