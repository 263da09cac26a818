package io.palindrome.model.parameter;

/**
 * A position table of sines and cosines (Vaswani et al. 2017, section 3.5, with other frequencies).
 *
 * <p>With half = ceil(width / 2) and frequencies falling geometrically from fastest to slowest,
 *
 * <pre>table[t][j] = 0.1 sin(t f_j) for j &lt; half,  table[t][half + j] = 0.1 cos(t f_j)</pre>
 *
 * @param fastest f_0, radians a row
 * @param slowest f of the last pair, radians a row
 */
record Sinusoids(double fastest, double slowest) {
  private static final double AMPLITUDE = 0.1;
  private static final double FASTEST_COLUMN = 1.5;
  private static final double SLOWEST_COLUMN = FASTEST_COLUMN / 64;
  private static final double FASTEST_ROW = 0.5;

  /** The axial column table: periods of 4 to 268 positions. */
  static Sinusoids columns() {
    return new Sinusoids(FASTEST_COLUMN, SLOWEST_COLUMN);
  }

  /**
   * The axial row table, one row for every n2 positions: from 0.5 radians a row, so that
   * neighbouring rows stay alike, down to half a turn over the table, so that no two rows are
   * equal.
   */
  static Sinusoids rows(Slot table) {
    return new Sinusoids(FASTEST_ROW, Math.min(FASTEST_ROW, StrictMath.PI / table.rows()));
  }

  /**
   * The learned table: the column frequencies, but the slowest makes at most half a turn over the
   * table, so that no two positions are equal.
   */
  static Sinusoids learned(Slot table) {
    return new Sinusoids(FASTEST_COLUMN, Math.min(SLOWEST_COLUMN, StrictMath.PI / table.rows()));
  }

  void write(Slot table, float[] flat) {
    int width = (int) table.columns();
    int half = (width + 1) / 2;
    double[] frequencies = frequencies(half);
    int offset = (int) table.offset();
    for (int t = 0; t < table.rows(); t++, offset += width) {
      for (int j = 0; j < half; j++) {
        flat[offset + j] = (float) (AMPLITUDE * StrictMath.sin(t * frequencies[j]));
      }
      for (int j = half; j < width; j++) {
        flat[offset + j] = (float) (AMPLITUDE * StrictMath.cos(t * frequencies[j - half]));
      }
    }
  }

  private double[] frequencies(int count) {
    double[] frequencies = new double[count];
    for (int j = 0; j < count; j++) {
      double share = count == 1 ? 0 : j / (double) (count - 1);
      frequencies[j] = fastest * StrictMath.pow(slowest / fastest, share);
    }
    return frequencies;
  }
}
