package io.palindrome.model.flow;

/**
 * The Gaussian of greatest likelihood for some points: what a density must beat to have seen more
 * than mean and covariance.
 */
public record FittedGaussian(
    double mean1, double mean2, double variance1, double variance2, double covariance)
    implements Density {
  /** The Gaussian with the points' mean and covariance. */
  public static FittedGaussian of(Points points) {
    double mean1 = mean(points.x1());
    double mean2 = mean(points.x2());
    return new FittedGaussian(
        mean1,
        mean2,
        covariance(points.x1(), mean1, points.x1(), mean1),
        covariance(points.x2(), mean2, points.x2(), mean2),
        covariance(points.x1(), mean1, points.x2(), mean2));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double covariance(double[] a, double meanA, double[] b, double meanB) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum / a.length;
  }

  @Override
  public double[] logDensities(Points points) {
    double determinant = variance1 * variance2 - covariance * covariance;
    double constant = -Math.log(2 * Math.PI) - Math.log(determinant) / 2;
    double[] logs = new double[points.count()];
    for (int i = 0; i < logs.length; i++) {
      double a = points.x1()[i] - mean1;
      double b = points.x2()[i] - mean2;
      double distance = variance2 * a * a - 2 * covariance * a * b + variance1 * b * b;
      logs[i] = constant - distance / determinant / 2;
    }
    return logs;
  }
}
