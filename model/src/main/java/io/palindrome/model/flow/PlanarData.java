package io.palindrome.model.flow;

import io.palindrome.model.random.CounterRandom;

/**
 * Shapes in the plane that no Gaussian fits, of about unit variance; point i of a seed is always
 * the same.
 */
public enum PlanarData {
  /** Two half circles that reach into each other. */
  TWO_MOONS(0) {
    @Override
    void place(double branch, double along, double[] point) {
      double angle = StrictMath.PI * along;
      boolean upper = branch < 0.5;
      double x = upper ? StrictMath.cos(angle) : 1 - StrictMath.cos(angle);
      double y = upper ? StrictMath.sin(angle) : 0.5 - StrictMath.sin(angle);
      point[0] = (x - 0.5) / 0.87;
      point[1] = (y - 0.25) / 0.5;
    }
  },
  /** Two circles, one in the other. */
  RINGS(1) {
    @Override
    void place(double branch, double along, double[] point) {
      double angle = 2 * StrictMath.PI * along;
      double radius = branch < 1.0 / 3 ? 0.7 : 1.7;
      point[0] = radius * StrictMath.cos(angle);
      point[1] = radius * StrictMath.sin(angle);
    }
  },
  /** Two arms of one and a half turns. */
  SPIRALS(2) {
    @Override
    void place(double branch, double along, double[] point) {
      double turned = StrictMath.sqrt(along);
      double angle = 3 * StrictMath.PI * turned;
      double radius = (branch < 0.5 ? 1 : -1) * 2 * turned;
      point[0] = radius * StrictMath.cos(angle);
      point[1] = radius * StrictMath.sin(angle);
    }
  };

  /** Deviation of what is added to each coordinate. */
  private static final double NOISE = 0.1;

  private final long key;

  PlanarData(long key) {
    this.key = key;
  }

  /**
   * Puts a point on the shape.
   *
   * @param branch uniform in (0, 1): which part of it
   * @param along uniform in (0, 1): where on the part
   */
  abstract void place(double branch, double along, double[] point);

  /** Points {@code from} to {@code from + count} of the endless sample of a seed. */
  public Points points(long seed, long from, int count) {
    long places = CounterRandom.key(seed, key, 0);
    long noise = CounterRandom.key(seed, key, 1);
    Points points = Points.zeros(count);
    double[] point = new double[2];
    for (int i = 0; i < count; i++) {
      long at = 2 * (from + i);
      place(CounterRandom.uniform(places, at), CounterRandom.uniform(places, at + 1), point);
      points.x1()[i] = point[0] + NOISE * CounterRandom.normal(noise, at);
      points.x2()[i] = point[1] + NOISE * CounterRandom.normal(noise, at + 1);
    }
    return points;
  }
}
