package io.palindrome.model.kernel;

import java.util.function.DoubleUnaryOperator;

/** Sums over all elements, in float64 and row by row, for kernels that have nothing faster. */
final class ElementSums {
  private ElementSums() {}

  static double ofElements(Matrix x) {
    return of(x, value -> value);
  }

  static double ofSquares(Matrix x) {
    return of(x, value -> value * value);
  }

  /** The sum of {@code term} of every element. */
  private static double of(Matrix x, DoubleUnaryOperator term) {
    double sum = 0;
    for (int row = 0; row < x.rows(); row++) {
      for (double value : x.readRow(row)) {
        sum += term.applyAsDouble(value);
      }
    }
    return sum;
  }
}
