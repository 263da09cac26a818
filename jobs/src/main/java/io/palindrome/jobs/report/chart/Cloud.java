package io.palindrome.jobs.report.chart;

import java.util.List;

/**
 * Points of a plane that belong together.
 *
 * @param colour 1 to 6, a colour of the page's palette
 */
public record Cloud(String name, int colour, List<Sample> points) {
  public Cloud {
    points = List.copyOf(points);
  }

  /** Every point that the axes show, as one path of round caps. */
  String path(Plot plot) {
    StringBuilder dots = new StringBuilder();
    for (Sample point : points) {
      if (plot.shows(point)) {
        dots.append('M')
            .append(Plot.number(plot.across(point.x())))
            .append(' ')
            .append(Plot.number(plot.down(point.y())))
            .append("h0");
      }
    }
    return "<path class=\"points c%s\" d=\"%s\"/>".formatted(colour, dots);
  }

  /** The legend's entry; a cloud has no values that hovering could show. */
  Plot.Track track() {
    return new Plot.Track(name, colour, List.of(), Quantity.COUNT.write(points.size()));
  }
}
