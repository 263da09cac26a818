package io.palindrome.jobs.report.chart;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param colour 1 to 6, a colour of the page's palette
 */
public record Line(String name, int colour, Stroke stroke, List<Sample> samples) {
  /** How a line is drawn. */
  public enum Stroke {
    SOLID,
    /** Thin and pale: the raw values behind a smoothed line; not in the legend. */
    FAINT,
    /** Solid, with a dot at every sample. */
    DOTTED_POINTS
  }

  public Line {
    samples = List.copyOf(samples);
  }
}
