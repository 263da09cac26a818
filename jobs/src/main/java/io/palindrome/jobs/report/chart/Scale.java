package io.palindrome.jobs.report.chart;

/** How values are laid along an axis. */
public enum Scale {
  /** From the smallest value to the largest. */
  LINEAR,
  /** From zero to the largest value. */
  FROM_ZERO,
  /** Logarithmic; values that are not positive are left out. */
  LOG;

  boolean shows(double value) {
    return Double.isFinite(value) && (this != LOG || value > 0);
  }

  /** Where the value lies between low (0) and high (1). */
  double fraction(double value, double low, double high) {
    return this == LOG
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }
}
