package io.palindrome.model.coupling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.model.check.GradientCheck;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.Recompute;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.StoreAll;
import io.palindrome.model.reversible.Streams;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InvertibleActivationTest {
  private static final Kernels KERNELS = new ReferenceKernels();

  static Stream<MemoryStrategy> strategies() {
    return Stream.of(new StoreAll(), new Recompute(1), new Reversible());
  }

  /** A smooth activation of one stream, a leaky one of the other: no element lies at the kink. */
  private static CouplingNetwork network(MemoryStrategy strategy) {
    CouplingNetwork network = new CouplingNetwork(KERNELS, 0, strategy);
    return network.with(
        new ReversibleBlock(
            InvertibleActivation.smooth(0.3, network.volume()),
            InvertibleActivation.leaky(0.2, network.volume())));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void matchesCentralDifferences(MemoryStrategy strategy) {
    assertThat(GradientCheck.worstError(KERNELS, network(strategy))).isLessThan(1e-8);
    assertThat(GradientCheck.worstError(KERNELS, GradientCheck.negated(network(strategy))))
        .isGreaterThan(1e-2);
  }

  @Test
  void inverseRebuildsTheInputsAndTakesItsVolumeBack() {
    CouplingNetwork network = network(new StoreAll());
    Streams y = network.inputs();
    network.loss();
    assertThat(network.volume().sums().toArray()).doesNotContain(0);
    new StoreAll().forward(network.blocks(), y, network.pass()).close();
    assertThat(KERNELS.largestDifference(y.x1(), network.inputs().x1())).isGreaterThan(0.1);
    KERNELS.fill(network.volume().sums(), 0);
    network.blocks().get(0).inverse(y, network.pass());
    assertThat(KERNELS.largestDifference(y.x1(), network.inputs().x1())).isLessThan(1e-14);
    assertThat(KERNELS.largestDifference(y.x2(), network.inputs().x2())).isLessThan(1e-14);
    double[] taken = network.volume().sums().toArray();
    network.loss();
    for (int i = 0; i < taken.length; i++) {
      assertThat(network.volume().sums().toArray()[i]).isEqualTo(-taken[i], within());
    }
    assertThat(network.pass().arena().usedBytes()).isZero();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-14);
  }

  @Test
  void rejectsASlopeWithoutInverse() {
    assertThatThrownBy(() -> InvertibleActivation.leaky(0, Volume.IGNORED))
        .hasMessage("slope of an invertible activation must be above 0 and at most 1, but is 0.0");
  }
}
