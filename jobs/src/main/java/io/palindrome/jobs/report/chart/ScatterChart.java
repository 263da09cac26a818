package io.palindrome.jobs.report.chart;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Clouds of points in a plane, drawn in a square. */
public record ScatterChart(Caption caption, Axis x, Axis y, List<Cloud> clouds) {
  private static final int TICKS = 5;

  public ScatterChart {
    clouds = List.copyOf(clouds);
  }

  /** The chart as a figure element. */
  public String figure() {
    if (clouds.stream().allMatch(cloud -> cloud.points().isEmpty())) {
      return Plot.nothing(caption);
    }
    Plot plot =
        new Plot(
            caption,
            Range.rounded(x, values(Sample::x), TICKS),
            Range.rounded(y, values(Sample::y), TICKS));
    String marks = clouds.stream().map(cloud -> cloud.path(plot)).collect(Collectors.joining());
    return "<div class=\"square\">%s</div>\n"
        .formatted(plot.figure(marks, "", clouds.stream().map(Cloud::track).toList()));
  }

  private DoubleStream values(ToDoubleFunction<Sample> value) {
    return clouds.stream().flatMap(cloud -> cloud.points().stream()).mapToDouble(value);
  }
}
