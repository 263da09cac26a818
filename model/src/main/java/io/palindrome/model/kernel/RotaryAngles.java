package io.palindrome.model.kernel;

/**
 * Sines and cosines of rotary positions, put together from two small tables: position = 1024 high +
 * low, and the sum of two angles has its sine and cosine from theirs. Exact to float64 rounding,
 * also a million positions into a document, where float32 angles would have no digits left.
 */
public final class RotaryAngles {
  private static final int LOW = 1024;
  private static final double BASE = 10_000;

  private final int half;
  private final double[] lowSines;
  private final double[] lowCosines;
  private double[] highSines = {};
  private double[] highCosines = {};

  /**
   * @param half pairs of features
   */
  public RotaryAngles(int half) {
    this.half = half;
    lowSines = new double[LOW * half];
    lowCosines = new double[LOW * half];
    fill(lowSines, lowCosines, 0, LOW, 1);
  }

  /** Radians a position of pair j. */
  static double frequency(int j, int half) {
    return StrictMath.pow(BASE, -(double) j / half);
  }

  /** Pairs of features that the tables are for. */
  public int half() {
    return half;
  }

  /** Makes the tables reach to position {@code last}. */
  public void reach(int last) {
    int have = highSines.length / Math.max(1, half);
    int need = last / LOW + 1;
    if (need > have) {
      highSines = java.util.Arrays.copyOf(highSines, need * half);
      highCosines = java.util.Arrays.copyOf(highCosines, need * half);
      fill(highSines, highCosines, have, need, LOW);
    }
  }

  private void fill(double[] sines, double[] cosines, int from, int to, int step) {
    for (int row = from; row < to; row++) {
      for (int j = 0; j < half; j++) {
        double angle = (double) row * step * frequency(j, half);
        sines[row * half + j] = StrictMath.sin(angle);
        cosines[row * half + j] = StrictMath.cos(angle);
      }
    }
  }

  /** Sines and cosines of all pairs at a position that the tables reach. */
  public void at(int position, float[] sines, float[] cosines) {
    int low = position % LOW * half;
    int high = position / LOW * half;
    for (int j = 0; j < half; j++) {
      double sine = lowSines[low + j];
      double cosine = lowCosines[low + j];
      sines[j] = (float) (highSines[high + j] * cosine + highCosines[high + j] * sine);
      cosines[j] = (float) (highCosines[high + j] * cosine - highSines[high + j] * sine);
    }
  }
}
