package io.palindrome.jobs.report;

import java.util.List;

/** A named curve, in the order of training. */
public record Series(String name, List<Point> points) {
  public Series {
    points = List.copyOf(points);
  }
}
