package io.palindrome.model.kernel;

/** The complementary error function to float64 precision. */
public final class ErrorFunction {
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
  private static final double SERIES_BOUND = 2.5;
  private static final int SERIES_TERMS = 80;
  private static final int FRACTION_TERMS = 120;

  private ErrorFunction() {}

  /** erfc(x) = 1 - erf(x). */
  public static double complement(double x) {
    if (x < 0) {
      return 2 - complement(-x);
    }
    return x < SERIES_BOUND ? 1 - series(x) : continuedFraction(x);
  }

  /** erf(x) = 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)): all terms positive. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < SERIES_TERMS; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
  }

  /**
   * erfc(x) = exp(-x^2)/sqrt(pi) * 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))), from inside
   * out.
   */
  private static double continuedFraction(double x) {
    double tail = x;
    for (int n = FRACTION_TERMS; n >= 1; n--) {
      tail = x + 0.5 * n / tail;
    }
    return 0.5 * TWO_OVER_SQRT_PI * Math.exp(-x * x) / tail;
  }
}
