package io.palindrome.jobs.lab;

import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.BarList;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Cloud;
import io.palindrome.jobs.report.chart.HeatMap;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Rule;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import io.palindrome.jobs.report.chart.ScatterChart;
import java.util.List;

/** A section with one exhibit of each kind, which measures nothing. */
final class OneOfEach implements LabSection {
  private static final Axis X = new Axis("depth", Quantity.COUNT, Scale.LINEAR);
  private static final Axis Y = new Axis("error", Quantity.NUMBER, Scale.LINEAR);
  private static final Caption CAPTION = new Caption("A title <1>", "a note & more");
  private static final Cloud CLOUD =
      new Cloud("two moons", 2, List.of(new Sample(0.25, 0.5), new Sample(1, 1)));

  static List<LabResult> results() {
    LabSection section = new OneOfEach();
    return List.of(new LabResult(section, findings(), 1.25));
  }

  static List<Finding> findings() {
    Line line =
        new Line(
            "a, \"line\"",
            1,
            Line.Stroke.DOTTED_POINTS,
            List.of(new Sample(1, 0.1), new Sample(2, 1.0 / 3)));
    HeatMap.Grid grid =
        new HeatMap.Grid(
            new HeatMap.Extent("x", 0, 2),
            new HeatMap.Extent("y", 0, 1),
            new double[][] {{0, 1}, {2, 4}});
    return List.of(
        Finding.text("What is <measured>."),
        Exhibit.of(
            "z-lines", new LineChart(CAPTION, X, Y, List.of(line), List.of(new Rule("most", 0.2)))),
        Exhibit.of(
            "z-bars",
            new BarList(
                CAPTION, Quantity.SECONDS, List.of(new BarList.Bar("fast", 1.5, "+50 %", 1)))),
        Exhibit.of("z-dots", new ScatterChart(CAPTION, X, Y, List.of(CLOUD))),
        Exhibit.of("z-map", new HeatMap(CAPTION, "density", Quantity.NUMBER, grid, List.of(CLOUD))),
        Exhibit.of(
            "z-table",
            new Table(
                CAPTION,
                List.of("format", "share"),
                List.of(List.of(Cell.text("float16"), Cell.of(0.99951, "99.95 %"))))));
  }

  @Override
  public String key() {
    return "z";
  }

  @Override
  public String title() {
    return "One of each";
  }

  @Override
  public String intro() {
    return "Nothing is measured.";
  }

  @Override
  public int seconds(Pace pace) {
    return pace.pick(2, 1);
  }

  @Override
  public List<Finding> run(LabSettings settings, Progress progress) {
    return findings();
  }
}
