package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.kernel.host.VectorCheck;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host kernels equal the reference with the vectors of other processors too. */
class VectorWidthTest {
  private static final double TOLERANCE = 1e-5;

  /** Plays every scenario in this JVM; a JVM has vectors of one width. */
  static final class AllScenarios {
    private AllScenarios() {}

    public static void main(String[] arguments) {
      System.out.println("vectors: " + VectorCheck.ofThisJvm().vectors());
      long wrong =
          KernelsEquivalenceTest.SCENARIOS.stream().filter(scenario -> !holds(scenario)).count();
      System.out.println("wrong: " + wrong + " of " + KernelsEquivalenceTest.SCENARIOS.size());
    }

    private static boolean holds(Scenario scenario) {
      try (Kernels kernels = new HostKernels(2)) {
        double worst =
            Deviation.worst(scenario.on(kernels), KernelsEquivalenceTest.expected(scenario));
        if (worst > TOLERANCE * scenario.looseness()) {
          System.out.println(scenario + ": " + worst);
        }
        return worst <= TOLERANCE * scenario.looseness();
      }
    }
  }

  /** 128 bits are Arm's NEON, 256 AVX2. */
  @ParameterizedTest
  @ValueSource(ints = {128, 256})
  void everyScenarioHolds(int bits) throws IOException {
    assumeTrue(bits <= VectorCheck.ofThisJvm().bits(), "this processor's vectors are narrower");
    OtherJvm run =
        OtherJvm.run(
            AllScenarios.class, List.of(OtherJvm.VECTORS, "-Dpalindrome.vector.bits=" + bits));
    assertThat(run.output())
        .contains("vectors: %d bits, %d floats".formatted(bits, bits / Float.SIZE))
        .contains("wrong: 0 of " + KernelsEquivalenceTest.SCENARIOS.size());
    assertThat(run.exitCode()).isZero();
  }
}
