package io.palindrome.jobs.report.chart;

import java.util.ArrayList;
import java.util.List;

/** One point of a line. */
public record Sample(double x, double y) {
  /**
   * At most about {@code limit} of the samples: of each stretch its smallest and its largest, so
   * that no spike is lost. The first and the last stay.
   */
  static List<Sample> thinned(List<Sample> samples, int limit) {
    if (samples.size() <= limit) {
      return samples;
    }
    List<Sample> kept = new ArrayList<>();
    kept.add(samples.get(0));
    int stretches = limit / 2;
    for (int stretch = 0; stretch < stretches; stretch++) {
      int from = 1 + (int) ((long) stretch * (samples.size() - 2) / stretches);
      int to = 1 + (int) ((long) (stretch + 1) * (samples.size() - 2) / stretches);
      int least = from;
      int most = from;
      for (int i = from; i < to; i++) {
        least = samples.get(i).y() < samples.get(least).y() ? i : least;
        most = samples.get(i).y() > samples.get(most).y() ? i : most;
      }
      kept.add(samples.get(Math.min(least, most)));
      if (least != most) {
        kept.add(samples.get(Math.max(least, most)));
      }
    }
    kept.add(samples.get(samples.size() - 1));
    return kept;
  }

  /** The centred mean over {@code window} neighbours on either side, fewer at the ends. */
  public static List<Sample> smoothed(List<Sample> samples, int window) {
    List<Sample> means = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      int reach = Math.min(window, Math.min(i, samples.size() - 1 - i));
      double mean =
          samples.subList(i - reach, i + reach + 1).stream()
              .mapToDouble(Sample::y)
              .average()
              .orElseThrow();
      means.add(new Sample(samples.get(i).x(), mean));
    }
    return means;
  }
}
