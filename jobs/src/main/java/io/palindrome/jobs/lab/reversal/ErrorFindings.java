package io.palindrome.jobs.lab.reversal;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.lab.reversal.ReversalSection.Measured;
import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import io.palindrome.model.kernel.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The error against depth, as charts, a table and words. */
final class ErrorFindings {
  private ErrorFindings() {}

  static List<Finding> of(List<Measured> measured) {
    double initial = DepthError.INITIAL_DEVIATION;
    double strong = ReversalSection.STRONG_DEVIATION;
    return List.of(
        Finding.text(
            "Stacks of Reformer blocks (width 32, local and LSH attention in turn, 64 positions)"
                + " are run forward and then back; every result that an operation stores is rounded"
                + " to the format, sums inside an operation are not. Errors are divided by the root"
                + " mean square of the two streams that went in. In exact arithmetic all of them"
                + " would be 0: hash buckets are decided once, so no choice can differ on the way"
                + " back."),
        chart(
            "a-error-initial", "As training starts: weights of deviation 0.02", initial, measured),
        chart("a-error-strong", "Strong weights, as after training: 0.177", strong, measured),
        table(measured),
        Finding.text(meaning(measured)));
  }

  private static Exhibit chart(
      String name, String title, double deviation, List<Measured> measured) {
    List<Line> lines = new ArrayList<>();
    for (NumberFormat format : NumberFormat.values()) {
      List<Sample> samples =
          measured.stream()
              .filter(m -> m.of().format() == format && m.of().weightDeviation() == deviation)
              .map(m -> new Sample(m.of().blocks(), m.found().relativeRootMeanSquare()))
              .toList();
      lines.add(new Line(word(format), colour(format), Line.Stroke.DOTTED_POINTS, samples));
    }
    return Exhibit.of(
        name,
        new LineChart(
            new Caption(title, "root mean square error of rebuilt streams, relative; log scale"),
            new Axis("blocks", Quantity.COUNT, Scale.LINEAR),
            new Axis("relative rms error", Quantity.NUMBER, Scale.LOG),
            lines,
            List.of()));
  }

  private static Exhibit table(List<Measured> measured) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Measured m : measured) {
      double rms = m.found().relativeRootMeanSquare();
      rows.add(
          List.of(
              Cell.of(m.of().weightDeviation(), Quantity.NUMBER),
              Cell.text(word(m.of().format())),
              Cell.of(m.of().blocks(), Quantity.COUNT),
              Cell.of(rms, Quantity.NUMBER),
              Cell.of(m.found().relativeLargest(), Quantity.NUMBER),
              Cell.of(rms / m.of().format().unitRoundoff(), Quantity.NUMBER)));
    }
    return Exhibit.of(
        "a-errors",
        new Table(
            new Caption(
                "Reconstruction error",
                "relative to the streams; a unit roundoff is the largest relative error of one"
                    + " rounding"),
            List.of(
                "weights' deviation",
                "format",
                "blocks",
                "rms error",
                "largest error",
                "rms in unit roundoffs"),
            rows));
  }

  private static String meaning(List<Measured> measured) {
    return "What it means: each block's two sums lose about a unit roundoff of the streams, and a"
        + " block passes on what was lost before, so the error grows with depth, faster where"
        + " branches are strong. "
        + sentence(NumberFormat.FLOAT32, measured)
        + sentence(NumberFormat.FLOAT16, measured)
        + sentence(NumberFormat.BFLOAT16, measured)
        + "So: keep the two streams in float32 (the branches inside may use 16 bits), and reverse"
        + " networks of hundreds of blocks; where streams are stored in 16 bits, use recompute"
        + " every k blocks, which is exact, or reverse few blocks between stored streams.";
  }

  private static String sentence(NumberFormat format, List<Measured> measured) {
    int deepest = ReversalSection.DEPTHS.get(ReversalSection.DEPTHS.size() - 1);
    return "In %s the inputs of %d strong blocks come back with an error of %s of their size. "
        .formatted(
            word(format),
            deepest,
            Quantity.NUMBER.write(
                measured.stream()
                    .filter(m -> m.of().format() == format && m.of().blocks() == deepest)
                    .reduce((first, last) -> last)
                    .orElseThrow()
                    .found()
                    .relativeRootMeanSquare()));
  }

  static int colour(NumberFormat format) {
    return switch (format) {
      case FLOAT64 -> 1;
      case FLOAT32 -> 3;
      case FLOAT16 -> 5;
      case BFLOAT16 -> 2;
    };
  }

  static String word(NumberFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }
}
