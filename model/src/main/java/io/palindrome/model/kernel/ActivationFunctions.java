package io.palindrome.model.kernel;

import io.palindrome.conf.Activation;

/** The activation functions and their derivatives, in float64, as plain formulas. */
final class ActivationFunctions {
  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double INVERSE_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);
  private static final double TANH_CUBIC = 0.044715;

  private ActivationFunctions() {}

  /** The value at x. */
  static double value(Activation activation, double x) {
    return switch (activation) {
      case RELU -> Math.max(x, 0);
      case GELU -> x * normalCumulative(x);
      case GELU_NEW -> 0.5 * x * (1 + Math.tanh(TANH_SCALE * (x + TANH_CUBIC * x * x * x)));
      case SILU -> x / (1 + Math.exp(-x));
    };
  }

  /** The derivative at x; 0 at the kink of ReLU. */
  static double derivative(Activation activation, double x) {
    return switch (activation) {
      case RELU -> x > 0 ? 1 : 0;
      case GELU -> normalCumulative(x) + x * INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * x * x);
      case GELU_NEW -> {
        double t = Math.tanh(TANH_SCALE * (x + TANH_CUBIC * x * x * x));
        double inner = TANH_SCALE * (1 + 3 * TANH_CUBIC * x * x);
        yield 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner;
      }
      case SILU -> {
        double sigmoid = 1 / (1 + Math.exp(-x));
        yield sigmoid * (1 + x * (1 - sigmoid));
      }
    };
  }

  /** P(Z <= x) of the standard normal distribution, to float64 precision. */
  private static double normalCumulative(double x) {
    return 0.5 * ErrorFunction.complement(-x * SQRT_HALF);
  }
}
