package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NumberFormatTest {
  private static final int SAMPLES = 20_000;

  /** Every binary16 number, written out from its bits, in rising order from 0. */
  private static double half(int bits) {
    int exponent = bits >>> 10;
    int fraction = bits & 0x3FF;
    return exponent == 0
        ? fraction * 0x1p-24
        : (1 + fraction * 0x1p-10) * Math.pow(2, exponent - 15);
  }

  @Test
  void everyHalfPrecisionNumberStaysAsItIs() {
    for (int bits = 0; bits < 0x7C00; bits++) {
      assertThat(NumberFormat.FLOAT16.round(half(bits))).isEqualTo(half(bits));
      assertThat(NumberFormat.FLOAT16.round(-half(bits))).isEqualTo(-half(bits));
    }
  }

  @Test
  void betweenTwoHalfPrecisionNumbersTheNearestIsTakenAndOfTwoTheEvenOne() {
    for (int bits = 0; bits < 0x7BFF; bits++) {
      double low = half(bits);
      double high = half(bits + 1);
      double middle = low + (high - low) / 2;
      double even = bits % 2 == 0 ? low : high;
      assertThat(NumberFormat.FLOAT16.round(middle)).isEqualTo(even);
      assertThat(NumberFormat.FLOAT16.round(Math.nextDown(middle))).isEqualTo(low);
      assertThat(NumberFormat.FLOAT16.round(Math.nextUp(middle))).isEqualTo(high);
      assertThat(NumberFormat.FLOAT16.round(-middle)).isEqualTo(-even);
    }
  }

  @ParameterizedTest
  @CsvSource({"65504, 65504", "65519.99, 65504", "65520, Infinity", "-65520, -Infinity"})
  void halfPrecisionOverflowsWhereTheNextNumberWouldBe(double x, double rounded) {
    assertThat(NumberFormat.FLOAT16.round(x)).isEqualTo(rounded);
  }

  @Test
  void singlePrecisionIsJavasOwn() {
    for (int i = 0; i < SAMPLES; i++) {
      double x = anyNumber(i);
      assertThat(NumberFormat.FLOAT32.round(x)).isEqualTo((float) x);
    }
    assertThat(NumberFormat.FLOAT32.round(1e39)).isInfinite();
    assertThat(NumberFormat.FLOAT32.round(1e-46)).isZero();
  }

  /** Float32's upper half: add what rounds to nearest even, and cut off 16 bits. */
  @Test
  void bfloat16IsTheUpperHalfOfAFloat() {
    for (int i = 0; i < SAMPLES; i++) {
      float x = (float) anyNumber(i);
      int bits = Float.floatToRawIntBits(x);
      int rounded = bits + 0x7FFF + (bits >>> 16 & 1) & 0xFFFF0000;
      assertThat(NumberFormat.BFLOAT16.round(x)).isEqualTo(Float.intBitsToFloat(rounded));
    }
  }

  @ParameterizedTest
  @EnumSource
  void infinitiesNotANumberAndZeroesPass(NumberFormat format) {
    assertThat(format.round(Double.NaN)).isNaN();
    assertThat(format.round(Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(1 / format.round(-0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @EnumSource
  void errorsAreWithinTheUnitRoundoffAndReachIt(NumberFormat format) {
    double worst = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double x = 1 + CounterRandom.uniform(3, i);
      worst = Math.max(worst, Math.abs(format.round(x) - x) / x);
    }
    assertThat(worst).isLessThanOrEqualTo(format.unitRoundoff());
    assertThat(worst)
        .isGreaterThanOrEqualTo(format == NumberFormat.FLOAT64 ? 0 : 0.9 * format.unitRoundoff());
  }

  /** Normal numbers over 2^-160 to 2^127, so that subnormal floats are among them. */
  private static double anyNumber(int i) {
    double size = -160 + 286 * CounterRandom.uniform(1, i);
    return CounterRandom.normal(2, i) * Math.pow(2, size);
  }
}
