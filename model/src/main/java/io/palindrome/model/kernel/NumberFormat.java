package io.palindrome.model.kernel;

/** Binary floating-point formats (IEEE 754-2019; bfloat16 is float32 without its lower half). */
public enum NumberFormat {
  FLOAT64(53, -1022, Double.MAX_VALUE),
  FLOAT32(24, -126, Float.MAX_VALUE),
  BFLOAT16(8, -126, 0x1.FEp127),
  FLOAT16(11, -14, 65_504);

  private final int significantBits;
  private final int smallestExponent;
  private final double largest;

  NumberFormat(int significantBits, int smallestExponent, double largest) {
    this.significantBits = significantBits;
    this.smallestExponent = smallestExponent;
    this.largest = largest;
  }

  /** Half the distance from 1 to the next larger number: the largest relative rounding error. */
  public double unitRoundoff() {
    return Math.scalb(1.0, -significantBits);
  }

  /**
   * The format's number nearest to x, of two equally near ones the even one; below the smallest
   * normal number that is a subnormal one, and what would round past the largest is infinite.
   */
  public double round(double x) {
    if (this == FLOAT64 || !Double.isFinite(x)) {
      return x;
    }
    double rounded = Math.getExponent(x) < smallestExponent ? roundTiny(x) : roundNormal(x);
    return Math.abs(rounded) > largest ? Math.copySign(Double.POSITIVE_INFINITY, x) : rounded;
  }

  /** Adds just under half of the last kept place, or half where that place is odd, and cuts. */
  private double roundNormal(double x) {
    int dropped = FLOAT64.significantBits - significantBits;
    long bits = Double.doubleToRawLongBits(x);
    long odd = bits >>> dropped & 1;
    long half = (1L << (dropped - 1)) - 1 + odd;
    return Double.longBitsToDouble((bits + half) >>> dropped << dropped);
  }

  /** Subnormal numbers all have the same distance. */
  private double roundTiny(double x) {
    double distance = Math.scalb(1.0, smallestExponent - significantBits + 1);
    return Math.rint(x / distance) * distance;
  }

  /** Rounds every element in place. */
  void round(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = round(values[i]);
    }
  }
}
