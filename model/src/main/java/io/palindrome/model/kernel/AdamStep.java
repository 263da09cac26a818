package io.palindrome.model.kernel;

/**
 * The numbers of one step of Adam (Kingma and Ba 2015) that are the same for all elements. With g =
 * gradientScale * gradient:
 *
 * <pre>
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g * g
 * parameter -= rate * m / (sqrt(v) / root + epsilon) + decay * parameter
 * </pre>
 *
 * @param rate learning rate / (1 - beta1^t)
 * @param root sqrt(1 - beta2^t)
 * @param decay learning rate * weight decay
 */
public record AdamStep(
    double beta1,
    double beta2,
    double epsilon,
    double rate,
    double root,
    double gradientScale,
    double decay) {
  /** The step of number t, counted from 1. */
  public static AdamStep at(
      long t, double learningRate, double beta1, double beta2, double epsilon) {
    double rate = learningRate / (1 - StrictMath.pow(beta1, (double) t));
    double root = StrictMath.sqrt(1 - StrictMath.pow(beta2, (double) t));
    return new AdamStep(beta1, beta2, epsilon, rate, root, 1, 0);
  }

  /** The same with that factor on the gradients. */
  public AdamStep scaled(double factor) {
    return new AdamStep(beta1, beta2, epsilon, rate, root, factor, decay);
  }

  /** The same, with that part of each parameter taken away. */
  public AdamStep decaying(double part) {
    return new AdamStep(beta1, beta2, epsilon, rate, root, gradientScale, part);
  }

  /** In float64, row by row, for kernels that have nothing faster. */
  void apply(Matrix gradients, Matrix means, Matrix squares, Matrix parameters) {
    for (int row = 0; row < parameters.rows(); row++) {
      double[] g = gradients.readRow(row);
      double[] m = means.readRow(row);
      double[] v = squares.readRow(row);
      double[] p = parameters.readRow(row);
      for (int j = 0; j < p.length; j++) {
        double scaled = gradientScale * g[j];
        m[j] = beta1 * m[j] + (1 - beta1) * scaled;
        v[j] = beta2 * v[j] + (1 - beta2) * scaled * scaled;
        p[j] -= rate * m[j] / (Math.sqrt(v[j]) / root + epsilon) + decay * p[j];
      }
      means.writeRow(row, m);
      squares.writeRow(row, v);
      parameters.writeRow(row, p);
    }
  }
}
