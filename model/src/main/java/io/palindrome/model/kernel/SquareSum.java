package io.palindrome.model.kernel;

/** The sum of squares, in float64, for kernels that have nothing faster. */
final class SquareSum {
  private SquareSum() {}

  static double of(Matrix x) {
    double sum = 0;
    for (int row = 0; row < x.rows(); row++) {
      for (double value : x.storage().read(x.offset() + (long) row * x.stride(), x.columns())) {
        sum += value * value;
      }
    }
    return sum;
  }
}
