package io.palindrome.model.flow;

/** A probability density over the plane. */
public interface Density {
  /** The natural logarithm of the density at every point. */
  double[] logDensities(Points points);

  /** Mean log-density of the points, in nats a point. */
  default double meanLogDensity(Points points) {
    double sum = 0;
    for (double value : logDensities(points)) {
      sum += value;
    }
    return sum / points.count();
  }
}
