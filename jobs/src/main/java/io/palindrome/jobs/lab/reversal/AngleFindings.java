package io.palindrome.jobs.lab.reversal;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.lab.reversal.GradientAngles.Angle;
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
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The angles between gradients, as a chart, a table and words. */
final class AngleFindings {
  private AngleFindings() {}

  static List<Finding> of(int blocks, int steps, Map<NumberFormat, List<Angle>> angles) {
    return List.of(
        Finding.text(
            ("A network of %d blocks (width 32, local attention) learns a text for %d steps of Adam"
                    + " with reversible gradients. At some steps the gradient of all parameters is"
                    + " computed three times on the same batch: reversible, with stored activations,"
                    + " and with stored activations in float64. The parameters themselves stay in"
                    + " float32 and are rounded for each step.")
                .formatted(blocks, steps)),
        chart("a-angle", "Reversible against stored", Angle::reversibleToStored, angles),
        chart("a-angle-stored", "Stored against float64", Angle::storedToExact, angles),
        table(angles),
        Finding.text(
            "What it means: the left chart is the price of reversing, the right one what the format"
                + " costs anyway. "
                + sentence(NumberFormat.FLOAT32, angles)
                + sentence(NumberFormat.BFLOAT16, angles)
                + "Where the first angle is far below the angle between the gradients of two batches"
                + " (tens of degrees at this batch size), training does not notice it. Choose"
                + " reversible in float32 at any depth that fits; with bfloat16 streams watch this"
                + " angle, and recompute when it grows past the format's own."));
  }

  private static Exhibit chart(
      String name,
      String title,
      ToDoubleFunction<Angle> angle,
      Map<NumberFormat, List<Angle>> angles) {
    List<Line> lines = new ArrayList<>();
    angles.forEach(
        (format, measured) ->
            lines.add(
                new Line(
                    ErrorFindings.word(format),
                    ErrorFindings.colour(format),
                    Line.Stroke.DOTTED_POINTS,
                    measured.stream()
                        .map(a -> new Sample(a.step(), angle.applyAsDouble(a)))
                        .toList())));
    return Exhibit.of(
        name,
        new LineChart(
            new Caption(title, "angle between two gradients of all parameters; log scale"),
            new Axis("training steps", Quantity.COUNT, Scale.LINEAR),
            new Axis("degrees", Quantity.NUMBER, Scale.LOG),
            lines,
            List.of()));
  }

  private static Exhibit table(Map<NumberFormat, List<Angle>> angles) {
    List<List<Cell>> rows = new ArrayList<>();
    angles.forEach(
        (format, measured) ->
            measured.forEach(
                a ->
                    rows.add(
                        List.of(
                            Cell.text(ErrorFindings.word(format)),
                            Cell.of(a.step(), Quantity.COUNT),
                            Cell.of(a.loss(), Quantity.NUMBER),
                            Cell.of(a.reversibleToStored(), Quantity.NUMBER),
                            Cell.of(a.storedToExact(), Quantity.NUMBER),
                            Cell.of(a.reversibleToExact(), Quantity.NUMBER)))));
    return Exhibit.of(
        "a-angles",
        new Table(
            new Caption("Angles between gradients", "in degrees"),
            List.of(
                "format",
                "step",
                "loss, nats a byte",
                "reversible to stored",
                "stored to float64",
                "reversible to float64"),
            rows));
  }

  private static String sentence(NumberFormat format, Map<NumberFormat, List<Angle>> angles) {
    double reversing = largest(angles.get(format), Angle::reversibleToStored);
    double rounding = largest(angles.get(format), Angle::storedToExact);
    return "In %s reversing turns the gradient by at most %s degrees, rounding alone by %s. "
        .formatted(
            ErrorFindings.word(format),
            Quantity.NUMBER.write(reversing),
            Quantity.NUMBER.write(rounding));
  }

  private static double largest(List<Angle> measured, ToDoubleFunction<Angle> angle) {
    return measured.stream().mapToDouble(angle).max().orElse(Double.NaN);
  }
}
