package io.palindrome.model.kernel;

import java.util.Arrays;
import java.util.List;

/** How far recorded results are apart. */
final class Deviation {
  private Deviation() {}

  /** Largest |ours - expected| / (1 + |expected|); NaN equals NaN and nothing else. */
  static double worst(List<double[]> ours, List<double[]> expected) {
    double worst = ours.size() == expected.size() ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(ours.size(), expected.size()); i++) {
      worst = Math.max(worst, worst(ours.get(i), expected.get(i)));
    }
    return worst;
  }

  private static double worst(double[] ours, double[] expected) {
    double worst = ours.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(ours.length, expected.length); i++) {
      if (Double.compare(ours[i], expected[i]) != 0) {
        double error = Math.abs(ours[i] - expected[i]) / (1 + Math.abs(expected[i]));
        worst = Math.max(worst, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
      }
    }
    return worst;
  }

  static boolean sameBits(List<double[]> a, List<double[]> b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = Arrays.equals(a.get(i), b.get(i));
    }
    return same;
  }
}
