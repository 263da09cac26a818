package io.palindrome.model.flow;

import io.palindrome.model.random.CounterRandom;
import java.util.Arrays;

/** Points of the plane: coordinates x1 and x2 of each. */
public record Points(double[] x1, double[] x2) {
  /** That many points at the origin. */
  public static Points zeros(int count) {
    return new Points(new double[count], new double[count]);
  }

  /** That many standard normal points. */
  public static Points normal(long seed, int count) {
    Points points = zeros(count);
    long key = CounterRandom.key(seed);
    for (int i = 0; i < count; i++) {
      points.x1[i] = CounterRandom.normal(key, 2L * i);
      points.x2[i] = CounterRandom.normal(key, 2L * i + 1);
    }
    return points;
  }

  /** Number of points. */
  public int count() {
    return x1.length;
  }

  /** Points [from, to). */
  public Points range(int from, int to) {
    return new Points(Arrays.copyOfRange(x1, from, to), Arrays.copyOfRange(x2, from, to));
  }

  /** Writes other over the points from {@code at} on. */
  void put(int at, Points other) {
    System.arraycopy(other.x1, 0, x1, at, other.count());
    System.arraycopy(other.x2, 0, x2, at, other.count());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Points points
        && Arrays.equals(x1, points.x1)
        && Arrays.equals(x2, points.x2);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(x1) + Arrays.hashCode(x2);
  }
}
