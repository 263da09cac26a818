package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.model.kernel.cuda.CudaOnHost;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CudaOptimizerTest {
  @BeforeAll
  static void compiler() {
    assumeTrue(CudaOnHost.isPresent(), CudaOnHost.MISSING);
  }

  static List<Scenario> scenarios() {
    return OptimizerScenarios.all();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void equalsTheReference(Scenario scenario) {
    try (Kernels forward = CudaOnHost.forward();
        Kernels backward = CudaOnHost.backward()) {
      List<double[]> ours = scenario.on(forward);
      assertThat(Deviation.worst(ours, KernelsEquivalenceTest.expected(scenario))).isLessThan(1e-5);
      assertThat(Deviation.sameBits(ours, scenario.on(backward))).isTrue();
    }
  }
}
