package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.conf.PrecisionKind;
import io.palindrome.model.kernel.host.Bfloat16Check;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products in bfloat16 are exact products of rounded operands, up to float32's sums. */
class Bfloat16ProductTest {
  private static final double TOLERANCE = 1e-5;

  @BeforeAll
  static void needsAProcessorThatHasIt() {
    Bfloat16Check check = Bfloat16Check.ofThisProcess();
    assumeTrue(check.passed(), () -> "not tested here: " + check.problem());
  }

  static Stream<Scenario> scenarios() {
    return ProductScenarios.all().stream();
  }

  private static Kernels kernels(int threads) {
    return new HostKernels(threads, PrecisionKind.BF16_GEMM);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void equalTheProductsOfRoundedOperands(Scenario scenario) {
    try (Kernels ours = kernels(2);
        Kernels expected = RoundedOperands.of(NumberFormat.BFLOAT16)) {
      assertThat(Deviation.worst(scenario.on(ours), scenario.on(expected)))
          .isLessThanOrEqualTo(TOLERANCE * scenario.looseness());
    }
  }

  @Test
  void differFromProductsInFloat32() {
    Scenario scenario = ProductScenarios.largerThanABlock().get(0);
    try (Kernels ours = kernels(2);
        Kernels exact = new ReferenceKernels()) {
      assertThat(Deviation.worst(scenario.on(ours), scenario.on(exact))).isBetween(1e-4, 1e-1);
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    List<Scenario> scenarios = new ArrayList<>(ProductScenarios.largerThanABlock());
    scenarios.addAll(ProductScenarios.activatedLinears());
    for (Scenario scenario : scenarios) {
      try (Kernels one = kernels(1);
          Kernels three = kernels(3)) {
        List<double[]> expected = scenario.on(one);
        assertThat(Deviation.sameBits(scenario.on(three), expected)).isTrue();
        assertThat(Deviation.sameBits(scenario.on(one), expected)).isTrue();
      }
    }
  }

  @Test
  void whatIsNoNumberStaysSo() {
    try (Kernels kernels = kernels(1)) {
      Storage a = kernels.allocate(5 * 64);
      Storage b = kernels.allocate(64 * 16);
      a.write(0, Float.intBitsToFloat(0x7F80_0001), Double.POSITIVE_INFINITY);
      b.write(0, 1);
      Matrix c = Matrix.of(kernels.allocate(5 * 16), 5, 16);
      kernels.multiply(
          1, Matrix.of(a, 5, 64), Transpose.NONE, Matrix.of(b, 64, 16), Transpose.NONE, 0, c);
      assertThat(c.toArray()[0]).isNaN();
      assertThat(c.toArray()[16]).isZero();
    }
  }
}
