package io.palindrome.jobs.lab.duplication;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.LabText;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.lab.duplication.TextModel.Point;
import io.palindrome.jobs.report.chart.Axis;
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

/** Language models of several kinds of attention, as a chart, a table and words. */
final class TextFindings {
  /** Kinds of attention that are compared. */
  static final List<Attention> KINDS =
      List.of(Attention.hashed(4), Attention.UNHASHED, Attention.FULL, Attention.LOCAL);

  private TextFindings() {}

  static List<Finding> of(Map<TextModel, List<Point>> models, LabText text, int steps) {
    return List.of(
        Finding.text(
            String.format(
                Locale.ROOT,
                "Language models of bytes learn a text of %,d bytes for %d steps of %d sequences of"
                    + " %d: %d layers of width 64, which differ in their attention alone"
                    + " (chunks of 32). The last %,d bytes are held out, and evaluated.",
                text.length(),
                steps,
                TextModel.BATCH,
                TextModel.LENGTH,
                TextModel.LAYERS,
                TextModel.HELD_OUT)),
        chart(models),
        table(models),
        Finding.text(
            ("What it means: lsh computes exact attention over the keys that it finds. Not hashed, the"
                    + " same parameters attend to all keys; hashing costs %s bits a byte here, and"
                    + " sharing queries and keys %s more against full. Local attention ends %s bits"
                    + " from full: at %d tokens a text like this one asks mostly for what stands"
                    + " nearby. The duplication task above shows where it does not. So: choose full"
                    + " where length is short enough for its quadratic time, lsh where it is not.")
                .formatted(
                    difference(models, 0, 1),
                    difference(models, 1, 2),
                    difference(models, KINDS.size() - 1, 2),
                    TextModel.LENGTH)));
  }

  /** By how much the loss of one kind, by its place, lies above that of another. */
  private static String difference(Map<TextModel, List<Point>> models, int of, int above) {
    List<Double> ends =
        models.values().stream().map(points -> points.get(points.size() - 1).bits()).toList();
    return String.format(Locale.ROOT, "%+.3f", ends.get(of) - ends.get(above));
  }

  private static Exhibit chart(Map<TextModel, List<Point>> models) {
    List<Line> lines = new ArrayList<>();
    models.forEach(
        (model, points) ->
            lines.add(
                new Line(
                    model.attention().label(),
                    lines.size() + 1,
                    Line.Stroke.DOTTED_POINTS,
                    points.stream().map(p -> new Sample(p.steps(), p.bits())).toList())));
    return Exhibit.of(
            "e-text-loss",
            new LineChart(
                new Caption("Loss on held-out text", "same start, same batches, same steps"),
                new Axis("training steps", Quantity.COUNT, Scale.LINEAR),
                new Axis("bits a byte", Quantity.BITS, Scale.LINEAR),
                lines,
                List.of()))
        .wide();
  }

  private static Exhibit table(Map<TextModel, List<Point>> models) {
    List<List<Cell>> rows = new ArrayList<>();
    models.forEach(
        (model, points) ->
            rows.add(
                List.of(
                    Cell.text(model.attention().label()),
                    Cell.of((double) model.parameterCount(), Quantity.COUNT),
                    Cell.of(
                        points.get(points.size() - 1).bits(),
                        String.format(
                            Locale.ROOT, "%.3f", points.get(points.size() - 1).bits())))));
    return Exhibit.of(
        "e-text",
        new Table(
            new Caption(
                "Loss at the end",
                "lsh has fewer parameters: its keys are its queries, normalized"),
            List.of("attention", "parameters", "bits a byte"),
            rows));
  }
}
