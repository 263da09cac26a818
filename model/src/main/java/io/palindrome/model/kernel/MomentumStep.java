package io.palindrome.model.kernel;

/**
 * The numbers of one step with momentum that are the same for all elements. With g = gradientScale
 * * gradient:
 *
 * <pre>
 * b = momentum * b + g
 * parameter -= ofGradient * g + ofBuffer * b
 * </pre>
 */
public record MomentumStep(
    double momentum, double gradientScale, double ofGradient, double ofBuffer) {
  /** In float64, row by row, for kernels that have nothing faster. */
  void apply(Matrix gradients, Matrix buffer, Matrix parameters) {
    for (int row = 0; row < parameters.rows(); row++) {
      double[] g = gradients.readRow(row);
      double[] b = buffer.readRow(row);
      double[] p = parameters.readRow(row);
      for (int j = 0; j < p.length; j++) {
        double scaled = gradientScale * g[j];
        b[j] = momentum * b[j] + scaled;
        p[j] -= ofGradient * scaled + ofBuffer * b[j];
      }
      buffer.writeRow(row, b);
      parameters.writeRow(row, p);
    }
  }
}
