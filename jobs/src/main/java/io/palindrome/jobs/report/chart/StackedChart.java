package io.palindrome.jobs.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Columns of stacked parts.
 *
 * @param parts names of the parts, at most six, bottom first
 */
public record StackedChart(
    Caption caption, Axis x, Axis y, List<String> parts, List<Column> columns) {
  private static final int MOST_COLUMNS = 60;

  /** One column: where it stands, and the height of each part. */
  public record Column(double x, List<Double> heights) {
    public Column {
      heights = List.copyOf(heights);
    }

    double total() {
      return heights.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  public StackedChart {
    parts = List.copyOf(parts);
    columns = List.copyOf(columns);
  }

  /** The chart as a figure element; neighbouring columns are averaged where there are many. */
  public String figure() {
    int together = Math.max(1, (columns.size() + MOST_COLUMNS - 1) / MOST_COLUMNS);
    List<Column> drawn = averaged(together);
    String note =
        caption.note() + (together == 1 ? "" : "; each bar is the mean of %s".formatted(together));
    double half = drawn.size() > 1 ? (drawn.get(1).x() - drawn.get(0).x()) / 2 : 0.5;
    DoubleStream edges =
        drawn.stream().flatMapToDouble(c -> DoubleStream.of(c.x() - half, c.x() + half));
    Plot plot =
        new Plot(
            new Caption(caption.title(), note),
            Range.tight(x, edges, 6),
            Range.rounded(y, drawn.stream().mapToDouble(Column::total), 5));
    StringBuilder marks = new StringBuilder();
    for (Column column : drawn) {
      double bottom = 0;
      for (int part = 0; part < parts.size(); part++) {
        double top = bottom + column.heights().get(part);
        marks.append(rectangle(plot, part, column.x(), half, bottom, top));
        bottom = top;
      }
    }
    return plot.figure(marks.toString(), "", tracks(drawn));
  }

  private static String rectangle(
      Plot plot, int part, double middle, double half, double bottom, double top) {
    double left = plot.across(middle - half * 0.84);
    return "<rect class=\"bar c%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
        .formatted(
            part + 1,
            Plot.number(left),
            Plot.number(plot.down(top)),
            Plot.number(plot.across(middle + half * 0.84) - left),
            Plot.number(plot.down(bottom) - plot.down(top)));
  }

  private List<Plot.Track> tracks(List<Column> drawn) {
    List<Plot.Track> tracks = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      int index = part;
      List<Sample> samples =
          drawn.stream().map(c -> new Sample(c.x(), c.heights().get(index))).toList();
      double mean = samples.stream().mapToDouble(Sample::y).average().orElse(Double.NaN);
      tracks.add(
          new Plot.Track(parts.get(part), part + 1, samples, "mean " + y.quantity().write(mean)));
    }
    return tracks;
  }

  private List<Column> averaged(int together) {
    return IntStream.range(0, (columns.size() + together - 1) / together)
        .mapToObj(i -> columns.subList(i * together, Math.min(columns.size(), (i + 1) * together)))
        .map(StackedChart::mean)
        .toList();
  }

  private static Column mean(List<Column> group) {
    Double[] heights = new Double[group.get(0).heights().size()];
    Arrays.setAll(
        heights,
        part -> group.stream().mapToDouble(c -> c.heights().get(part)).average().orElseThrow());
    double x = group.stream().mapToDouble(Column::x).average().orElseThrow();
    return new Column(x, Arrays.asList(heights));
  }
}
