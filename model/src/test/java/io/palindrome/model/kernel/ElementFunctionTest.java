package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.model.kernel.ElementFunction.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementFunctionTest {
  private static final double[] POINTS = {-30, -3, -0.7, -0.11, -1e-3, 1e-3, 0.11, 0.7, 3, 30};

  @ParameterizedTest
  @EnumSource(Kind.class)
  void derivativeMatchesCentralDifferences(Kind kind) {
    ElementFunction function = kind.with(0.1);
    double step = 1e-5;
    for (double x : POINTS) {
      double difference = (function.value(x + step) - function.value(x - step)) / (2 * step);
      assertThat(function.derivative(x)).as("at %s", x).isCloseTo(difference, within(difference));
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double value) {
    return org.assertj.core.data.Offset.offset(1e-8 * (1 + Math.abs(value)));
  }

  @Test
  void inversesUndoTheirFunctions() {
    for (double x : POINTS) {
      double leaky = Kind.LEAKY.with(0.1).value(x);
      assertThat(Kind.LEAKY.with(1 / 0.1).value(leaky)).isCloseTo(x, within(x * 1e-6));
      for (double slope : new double[] {0.01, 0.1, 0.5, 1}) {
        double smooth = Kind.SMOOTH_LEAKY.with(slope).value(x);
        double back = Kind.INVERSE_SMOOTH_LEAKY.with(slope).value(smooth);
        assertThat(back / x).as("slope %s at %s", slope, x).isCloseTo(1, within(0));
      }
    }
  }

  @Test
  void logarithmsAreThoseOfTheSlopeOrTheMagnitude() {
    for (double x : POINTS) {
      assertThat(Kind.LOG_SLOPE_OF_LEAKY.with(0.1).value(x))
          .isEqualTo(Math.log(Kind.LEAKY.with(0.1).derivative(x)));
      assertThat(Kind.LOG_SLOPE_OF_SMOOTH_LEAKY.with(0.1).value(x))
          .isEqualTo(Math.log(Kind.SMOOTH_LEAKY.with(0.1).derivative(x)));
      assertThat(Kind.LOG_AWAY_FROM_ZERO.with(0.1).value(x))
          .isEqualTo(Math.log(Math.abs(Kind.AWAY_FROM_ZERO.with(0.1).value(x))));
      assertThat(Kind.BOUNDED.with(0.1).value(x))
          .isCloseTo(Math.log(Kind.BOUNDED_EXPONENTIAL.with(0.1).value(x)), within(0));
    }
  }

  @Test
  void keepsItsDistanceFromZeroAndItsSign() {
    ElementFunction guarded = Kind.AWAY_FROM_ZERO.with(0.25);
    assertThat(guarded.value(0)).isEqualTo(0.25);
    assertThat(guarded.value(-1e-9)).isEqualTo(-0.25);
    assertThat(guarded.value(-0.5)).isEqualTo(-0.5);
    assertThat(guarded.derivative(0.1)).isZero();
  }

  @Test
  void rejectsAParameterThatIsNotAboveZero() {
    assertThatThrownBy(() -> Kind.LEAKY.with(0))
        .hasMessage("parameter of LEAKY must be above 0, but is 0.0");
    assertThatThrownBy(() -> Kind.BOUNDED.with(Double.NaN))
        .hasMessage("parameter of BOUNDED must be above 0, but is NaN");
  }
}
