package io.palindrome.model.coupling;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.reversible.StoreAll;
import io.palindrome.model.reversible.Streams;
import org.junit.jupiter.api.Test;

/** What the safeguard of the multiplicative coupling is for, in float32. */
class SafeguardTest {
  private static final int BLOCKS = 2;

  /** Largest difference between the inputs and what the outputs give back, where all r are 0. */
  private static double reversalError(double floor) {
    try (Kernels host = new HostKernels(1)) {
      CouplingNetwork network =
          CouplingNetwork.of(host, new Coupling.Multiplicative(floor), BLOCKS, 4, new StoreAll());
      host.fill(network.variables().get(0).value(), 0);
      Streams y = network.inputs();
      new StoreAll().forward(network.blocks(), y, network.pass()).close();
      for (int i = BLOCKS - 1; i >= 0; i--) {
        network.blocks().get(i).inverse(y, network.pass());
      }
      double first = host.largestDifference(y.x1(), network.inputs().x1());
      return Math.max(first, host.largestDifference(y.x2(), network.inputs().x2()));
    }
  }

  @Test
  void keepsTheReversalErrorBoundedWhereTheInputsAreLostWithout() {
    assertThat(reversalError(0.1)).isLessThan(1e-6);
    assertThat(reversalError(1e-30)).isGreaterThan(0.1);
  }
}
