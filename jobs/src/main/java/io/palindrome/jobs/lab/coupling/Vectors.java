package io.palindrome.jobs.lab.coupling;

import io.palindrome.model.reversible.Streams;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Lengths and angles of long vectors. */
final class Vectors {
  private Vectors() {}

  static double[] joined(Streams streams) {
    return DoubleStream.concat(
            Arrays.stream(streams.x1().toArray()), Arrays.stream(streams.x2().toArray()))
        .toArray();
  }

  static double norm(double... a) {
    double sum = 0;
    for (double value : a) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  static double distance(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return norm(difference);
  }

  /** The angle between two vectors in degrees, exact for small angles too. */
  static double degrees(double[] a, double[] b) {
    double normA = norm(a);
    double normB = norm(b);
    double[] unitA = Arrays.stream(a).map(value -> value / normA).toArray();
    double[] unitB = Arrays.stream(b).map(value -> value / normB).toArray();
    return Math.toDegrees(2 * Math.asin(Math.min(1, distance(unitA, unitB) / 2)));
  }
}
