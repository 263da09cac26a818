package io.palindrome.model.kernel;

/**
 * The numbers of one step of Adafactor (Shazeer and Stern 2018, arXiv:1804.04235) that are the same
 * for all elements. With g = gradientScale * gradient, [rows, columns]:
 *
 * <pre>
 * r[i] = decay * r[i] + (1 - decay) * mean over j of (g[i,j]^2 + floor)
 * c[j] = decay * c[j] + (1 - decay) * mean over i of (g[i,j]^2 + floor)
 * u[i,j] = g[i,j] / sqrt(r[i] * c[j] / mean(r)),  or without r  g[i,j] / sqrt(c[j])
 * parameter -= rate * u / max(1, root mean square of u)
 * </pre>
 */
public record AdafactorStep(double decay, double gradientScale, double rate) {
  /** Added to every squared gradient, so that a moment is never 0. */
  public static final double FLOOR = 1e-30;

  private static final double DECAY_EXPONENT = -0.8;

  /** The step of number t, counted from 1. */
  public static AdafactorStep at(long t, double learningRate, double gradientScale) {
    double decay = 1 - StrictMath.pow((double) t, DECAY_EXPONENT);
    return new AdafactorStep(decay, gradientScale, learningRate);
  }

  /** In float64, row by row, for kernels that have nothing faster. */
  void apply(Matrix gradients, Matrix rowMoments, Matrix columnMoments, Matrix parameters) {
    int rows = gradients.rows();
    double[] ofRows = new double[rows];
    double[] ofColumns = new double[gradients.columns()];
    for (int row = 0; row < rows; row++) {
      double[] g = gradients.readRow(row);
      for (int j = 0; j < g.length; j++) {
        double square = gradientScale * g[j] * gradientScale * g[j] + FLOOR;
        ofRows[row] += square / g.length;
        ofColumns[j] += square / rows;
      }
    }
    double[] c = moved(columnMoments, ofColumns);
    double[] r = rowMoments == null ? null : moved(rowMoments, ofRows);
    double mean = 0;
    double[] factors = new double[rows];
    for (int row = 0; row < rows; row++) {
      factors[row] = r == null ? 1 : r[row];
      mean += factors[row] / rows;
    }
    for (int row = 0; row < rows; row++) {
      factors[row] /= mean;
    }
    move(gradients, factors, c, parameters);
  }

  private double[] moved(Matrix moments, double... means) {
    double[] values = moments.readRow(0);
    for (int i = 0; i < values.length; i++) {
      values[i] = decay * values[i] + (1 - decay) * means[i];
    }
    moments.writeRow(0, values);
    return values;
  }

  private void move(Matrix gradients, double[] ofRows, double[] ofColumns, Matrix parameters) {
    double sum = 0;
    for (int row = 0; row < ofRows.length; row++) {
      for (double u : update(gradients, row, ofRows[row], ofColumns)) {
        sum += u * u;
      }
    }
    double elements = (double) gradients.rows() * gradients.columns();
    double factor = rate / Math.max(1, Math.sqrt(sum / elements));
    for (int row = 0; row < ofRows.length; row++) {
      double[] u = update(gradients, row, ofRows[row], ofColumns);
      double[] p = parameters.readRow(row);
      for (int j = 0; j < p.length; j++) {
        p[j] -= factor * u[j];
      }
      parameters.writeRow(row, p);
    }
  }

  private double[] update(Matrix gradients, int row, double ofRow, double... ofColumns) {
    double[] g = gradients.readRow(row);
    for (int j = 0; j < g.length; j++) {
      g[j] *= gradientScale / Math.sqrt(ofRow * ofColumns[j]);
    }
    return g;
  }
}
