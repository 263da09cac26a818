package io.palindrome.model.kernel;

/**
 * A function of one element, with its derivative, in float64 as plain formulas; a is the parameter.
 *
 * @param parameter what the kind's formula calls a; above 0
 */
public record ElementFunction(Kind kind, double parameter) {
  /** The formulas. With p = (1 + a) / 2, q = (1 - a) / 2, r = sqrt(x^2 + 1). */
  public enum Kind {
    /** x where x is at least 0, else a x: a bijection, whose inverse has 1 / a. */
    LEAKY,
    /** log of the slope of LEAKY. */
    LOG_SLOPE_OF_LEAKY,
    /** p x + q (r - 1): a smooth bijection of slopes between a and 1, with a in (0, 1]. */
    SMOOTH_LEAKY,
    /** The inverse of SMOOTH_LEAKY. */
    INVERSE_SMOOTH_LEAKY,
    /** log of the slope of SMOOTH_LEAKY. */
    LOG_SLOPE_OF_SMOOTH_LEAKY,
    /** a tanh(x / a): x near 0, never past a. */
    BOUNDED,
    /** exp(a tanh(x / a)): a factor between exp(-a) and exp(a). */
    BOUNDED_EXPONENTIAL,
    /** x, but no nearer to 0 than a: sign(x) max(|x|, a), with sign(0) = 1. */
    AWAY_FROM_ZERO,
    /** log of the magnitude of AWAY_FROM_ZERO. */
    LOG_AWAY_FROM_ZERO;

    /** This formula with that a. */
    public ElementFunction with(double a) {
      return new ElementFunction(this, a);
    }
  }

  public ElementFunction {
    if (!(parameter > 0 && parameter < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "parameter of %s must be above 0, but is %s".formatted(kind, parameter));
    }
  }

  /** p, which SMOOTH_LEAKY multiplies x by. */
  double meanSlope() {
    return (1 + parameter) / 2;
  }

  /** q, which SMOOTH_LEAKY multiplies its bend by. */
  double bend() {
    return (1 - parameter) / 2;
  }

  /** The value at x. */
  public double value(double x) {
    double a = parameter;
    return switch (kind) {
      case LEAKY -> x >= 0 ? x : a * x;
      case LOG_SLOPE_OF_LEAKY -> x >= 0 ? 0 : Math.log(a);
      case SMOOTH_LEAKY -> meanSlope() * x + bend() * (root(x) - 1);
      case INVERSE_SMOOTH_LEAKY -> inverseSmooth(x);
      case LOG_SLOPE_OF_SMOOTH_LEAKY -> Math.log(smoothSlope(x));
      case BOUNDED -> a * Math.tanh(x / a);
      case BOUNDED_EXPONENTIAL -> Math.exp(a * Math.tanh(x / a));
      case AWAY_FROM_ZERO -> Math.abs(x) >= a ? x : x < 0 ? -a : a;
      case LOG_AWAY_FROM_ZERO -> Math.log(Math.max(Math.abs(x), a));
    };
  }

  /** The derivative at x; at a kink, that of the side away from 0 or to the right. */
  public double derivative(double x) {
    double a = parameter;
    return switch (kind) {
      case LEAKY -> x >= 0 ? 1 : a;
      case LOG_SLOPE_OF_LEAKY -> 0;
      case SMOOTH_LEAKY -> smoothSlope(x);
      case INVERSE_SMOOTH_LEAKY -> 1 / smoothSlope(inverseSmooth(x));
      case LOG_SLOPE_OF_SMOOTH_LEAKY -> bend() / (root(x) * root(x) * root(x)) / smoothSlope(x);
      case BOUNDED -> tanhSlope(x / a);
      case BOUNDED_EXPONENTIAL -> value(x) * tanhSlope(x / a);
      case AWAY_FROM_ZERO -> Math.abs(x) >= a ? 1 : 0;
      case LOG_AWAY_FROM_ZERO -> Math.abs(x) >= a ? 1 / x : 0;
    };
  }

  private static double root(double x) {
    return Math.sqrt(x * x + 1);
  }

  private static double tanhSlope(double x) {
    double t = Math.tanh(x);
    return 1 - t * t;
  }

  private double smoothSlope(double x) {
    return meanSlope() + bend() * x / root(x);
  }

  /**
   * With v = y + q: (p v - q sqrt(v^2 + a)) / a; for positive v the same multiplied out, so that
   * nothing cancels.
   */
  private double inverseSmooth(double y) {
    double v = y + bend();
    double rest = bend() * Math.sqrt(v * v + parameter);
    return v > 0
        ? y * (v + bend()) / (meanSlope() * v + rest)
        : (meanSlope() * v - rest) / parameter;
  }
}
