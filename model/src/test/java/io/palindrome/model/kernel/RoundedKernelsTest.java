package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundedKernelsTest {
  static Stream<Scenario> everyOperation() {
    return Stream.of(
            ElementScenarios.all(),
            ProductScenarios.all(),
            HashScenarios.all(),
            AttentionScenarios.all())
        .flatMap(List::stream);
  }

  /** Float64 rounds nothing, so the wrapping alone must change no bit. */
  @ParameterizedTest
  @MethodSource("everyOperation")
  void inFloat64EqualsTheKernelsBelow(Scenario scenario) {
    try (Kernels below = new ReferenceKernels();
        Kernels rounded = RoundedKernels.of(new ReferenceKernels(), NumberFormat.FLOAT64)) {
      assertThat(Deviation.worst(scenario.on(rounded), scenario.on(below))).isZero();
    }
  }

  @Test
  void everyResultOfAStepIsANumberOfTheFormat() {
    try (Kernels kernels = RoundedKernels.of(new ReferenceKernels(), NumberFormat.BFLOAT16)) {
      Matrix a = matrix(kernels, 1.1, 2.3, 3.7, 4.9);
      Matrix norm = matrix(kernels, 1.3, 0.7, 0.1, 0.2);
      Matrix y = matrix(kernels, 0, 0, 0, 0);
      kernels.multiply(1.1, a, Transpose.NONE, a, Transpose.NONE, 0, y);
      assertIsRounded(y);
      NormParameters parameters =
          new NormParameters(norm.rowRange(0, 1), norm.rowRange(1, 1), 1e-5);
      kernels.layerNorm(a, parameters, y);
      assertIsRounded(norm);
      assertIsRounded(y);
    }
  }

  private static void assertIsRounded(Matrix x) {
    double[] rounded = DoubleStream.of(x.toArray()).map(NumberFormat.BFLOAT16::round).toArray();
    assertThat(x.toArray()).isEqualTo(rounded);
  }

  /** Columns outside the window belong to somebody else. */
  @Test
  void roundsOnlyTheWindow() {
    try (Kernels kernels = RoundedKernels.of(new ReferenceKernels(), NumberFormat.FLOAT16)) {
      Matrix whole = matrix(kernels, 0.1, 0.1, 0.1, 0.1);
      kernels.fill(whole.columnRange(1, 1), 0.3);
      double third = NumberFormat.FLOAT16.round(0.3);
      assertThat(whole.toArray()).containsExactly(0.1, third, 0.1, third);
    }
  }

  @Test
  void anErrorBelowKeepsItsMessage() {
    try (Kernels kernels = RoundedKernels.of(new ReferenceKernels(), NumberFormat.FLOAT16);
        Kernels others = new io.palindrome.model.kernel.host.HostKernels(1)) {
      Matrix foreign = matrix(others, 1, 2, 3, 4);
      assertThatThrownBy(() -> kernels.fill(foreign, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be allocated by ReferenceKernels");
    }
  }

  private static Matrix matrix(Kernels kernels, double... values) {
    Matrix matrix = Matrix.of(kernels.allocate(values.length), values.length / 2, 2);
    matrix.storage().write(0, values);
    return matrix;
  }
}
