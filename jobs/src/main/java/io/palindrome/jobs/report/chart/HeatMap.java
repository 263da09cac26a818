package io.palindrome.jobs.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A function of the plane as shades of one colour, from the smallest value (the paper's colour) to
 * the largest, with clouds of points over it; drawn in a square.
 *
 * @param name what the shades mean, for the legend
 */
public record HeatMap(
    Caption caption, String name, Quantity quantity, Grid grid, List<Cloud> clouds) {
  private static final int LEVELS = 24;
  private static final int COLOUR = 1;

  public HeatMap {
    clouds = List.copyOf(clouds);
  }

  /**
   * Values on the cells of a rectangle.
   *
   * @param values [rows][columns]; row 0 lies at the lower end of y, column 0 at that of x
   */
  public record Grid(Extent x, Extent y, double[][] values) {
    public Grid {
      if (values.length == 0 || values[0].length == 0) {
        throw new IllegalArgumentException("values must have a cell or more, but has none");
      }
    }

    /** The middle of a cell, along x. */
    public double xOf(int column) {
      return x.at((column + 0.5) / values[0].length);
    }

    /** The middle of a cell, along y. */
    public double yOf(int row) {
      return y.at((row + 0.5) / values.length);
    }
  }

  /** One side of the rectangle. */
  public record Extent(String name, double low, double high) {
    double at(double fraction) {
      return low + (high - low) * fraction;
    }

    private Axis axis() {
      return new Axis(name, Quantity.NUMBER, Scale.LINEAR);
    }

    private Range range() {
      return Range.tight(axis(), DoubleStream.of(low, high), 5);
    }
  }

  /** The picture as a figure element. */
  public String figure() {
    Plot plot = new Plot(caption, grid.x().range(), grid.y().range());
    double[] sorted =
        Arrays.stream(grid.values())
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (sorted.length == 0) {
      return Plot.nothing(caption);
    }
    double low = sorted[0];
    double high = sorted[sorted.length - 1];
    StringBuilder marks = new StringBuilder(shades(low, high));
    clouds.forEach(cloud -> marks.append(cloud.path(plot)));
    List<Plot.Track> tracks = new ArrayList<>();
    String range = quantity.write(low) + " to " + quantity.write(high);
    tracks.add(new Plot.Track(name, COLOUR, List.of(), range));
    clouds.forEach(cloud -> tracks.add(cloud.track()));
    return "<div class=\"square\">%s</div>\n".formatted(plot.figure(marks.toString(), "", tracks));
  }

  /** One path for each level, of all runs of neighbours in a row that have it. */
  private String shades(double low, double high) {
    StringBuilder[] paths = new StringBuilder[LEVELS + 1];
    Arrays.setAll(paths, level -> new StringBuilder());
    int rows = grid.values().length;
    for (int row = 0; row < rows; row++) {
      double[] values = grid.values()[row];
      int from = 0;
      for (int column = 1; column <= values.length; column++) {
        int level = level(values[from], low, high);
        if (column == values.length || level(values[column], low, high) != level) {
          paths[level].append(bar(rows - 1 - row, from, column));
          from = column;
        }
      }
    }
    StringBuilder svg = new StringBuilder();
    for (int level = 1; level <= LEVELS; level++) {
      if (!paths[level].isEmpty()) {
        svg.append(
            "<path class=\"bar c%s\" fill-opacity=\"%s\" d=\"%s\"/>"
                .formatted(COLOUR, Plot.number((double) level / LEVELS), paths[level]));
      }
    }
    return svg.toString();
  }

  private String bar(int rowFromTop, int from, int to) {
    double height = (double) Plot.SIDE / grid.values().length;
    double width = (double) Plot.SIDE / grid.values()[0].length;
    return "M%s %sh%sv%sH%sz"
        .formatted(
            Plot.number(from * width),
            Plot.number(rowFromTop * height),
            Plot.number((to - from) * width),
            Plot.number(height),
            Plot.number(from * width));
  }

  private static int level(double value, double low, double high) {
    boolean shown = Double.isFinite(value) && high > low;
    return shown ? (int) Math.rint(LEVELS * (value - low) / (high - low)) : 0;
  }
}
