package io.palindrome.model.coupling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.model.check.GradientCheck;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.parameter.SlotWriter;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.Recompute;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.StoreAll;
import io.palindrome.model.reversible.Streams;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CouplingBranchTest {
  private static final Kernels KERNELS = new ReferenceKernels();
  private static final int BLOCKS = 3;
  private static final int CHUNK_ROWS = 3;

  static Stream<Coupling> couplings() {
    return Stream.of(
        new Coupling.Additive(), new Coupling.Affine(1.5), new Coupling.Multiplicative(0.3));
  }

  static Stream<Arguments> couplingsAndStrategies() {
    return couplings()
        .flatMap(
            coupling ->
                Stream.of(new StoreAll(), new Recompute(2), new Reversible())
                    .map(strategy -> Arguments.of(coupling, strategy)));
  }

  private static CouplingNetwork network(Coupling coupling, MemoryStrategy strategy) {
    return CouplingNetwork.of(KERNELS, coupling, BLOCKS, CHUNK_ROWS, strategy);
  }

  @ParameterizedTest
  @MethodSource("couplingsAndStrategies")
  void matchesCentralDifferences(Coupling coupling, MemoryStrategy strategy) {
    CouplingNetwork network = network(coupling, strategy);
    assertThat(GradientCheck.worstError(KERNELS, network)).isLessThan(1e-6);
    assertThat(GradientCheck.worstError(KERNELS, GradientCheck.negated(network)))
        .isGreaterThan(1e-2);
    assertThat(network.pass().arena().usedBytes()).isZero();
  }

  @ParameterizedTest
  @MethodSource("couplings")
  void recomputeEqualsStoreAllToTheBitAndReversibleUpToRounding(Coupling coupling) {
    try (Kernels host = new HostKernels(2)) {
      List<double[]> stored = gradients(host, coupling, CHUNK_ROWS, new StoreAll());
      assertThat(worst(gradients(host, coupling, CHUNK_ROWS, new Recompute(2)), stored)).isZero();
      assertThat(worst(gradients(host, coupling, CHUNK_ROWS, new StoreAll()), stored)).isZero();
      assertThat(worst(gradients(host, coupling, CHUNK_ROWS, new Reversible()), stored))
          .isBetween(1e-9, 1e-4);
    }
  }

  private static List<double[]> gradients(
      Kernels kernels, Coupling coupling, int chunkRows, MemoryStrategy strategy) {
    return CouplingNetwork.of(kernels, coupling, BLOCKS, chunkRows, strategy).gradients();
  }

  /** The largest difference, relative to the largest gradient of its variable. */
  private static double worst(List<double[]> a, List<double[]> b) {
    double worst = 0;
    for (int i = 0; i < a.size(); i++) {
      double largest = 0;
      double difference = 0;
      for (int j = 0; j < a.get(i).length; j++) {
        largest = Math.max(largest, Math.abs(b.get(i)[j]));
        difference = Math.max(difference, Math.abs(a.get(i)[j] - b.get(i)[j]));
      }
      worst = Math.max(worst, difference / largest);
    }
    return worst;
  }

  @ParameterizedTest
  @MethodSource("couplings")
  void chunksOfRowsChangeNothing(Coupling coupling) {
    List<double[]> whole = gradients(KERNELS, coupling, CouplingNetwork.ROWS, new StoreAll());
    assertThat(worst(gradients(KERNELS, coupling, 1, new StoreAll()), whole)).isLessThan(1e-13);
  }

  @ParameterizedTest
  @MethodSource("couplings")
  void inverseRebuildsTheInputs(Coupling coupling) {
    CouplingNetwork network = network(coupling, new StoreAll());
    Streams y = network.inputs();
    new StoreAll().forward(network.blocks(), y, network.pass()).close();
    assertThat(KERNELS.largestDifference(y.x1(), network.inputs().x1())).isGreaterThan(0.1);
    for (int i = BLOCKS - 1; i >= 0; i--) {
      network.blocks().get(i).inverse(y, network.pass());
    }
    assertThat(KERNELS.largestDifference(y.x1(), network.inputs().x1())).isLessThan(1e-12);
    assertThat(KERNELS.largestDifference(y.x2(), network.inputs().x2())).isLessThan(1e-12);
  }

  @ParameterizedTest
  @MethodSource("couplings")
  void reversingAllBlocksTakesTheirVolumeBack(Coupling coupling) {
    CouplingNetwork network = network(coupling, new Reversible());
    network.loss();
    double counted = largest(network.volume().sums());
    assertThat(counted > 0.1).isEqualTo(coupling.factor().isPresent());
    network.differentiate();
    assertThat(largest(network.volume().sums())).isLessThan(1e-12);
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  private static double largest(Matrix x) {
    return Arrays.stream(x.toArray()).map(Math::abs).max().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("couplings")
  void volumeIsTheLogDeterminantOfTheNumericalJacobian(Coupling coupling) {
    CouplingNetwork network = network(coupling, new StoreAll());
    network.loss();
    double[] counted = network.volume().sums().toArray();
    for (int row = 0; row < CouplingNetwork.ROWS; row++) {
      double expected = NumericalJacobian.logDeterminant(network, row);
      assertThat(counted[row]).as("row %d", row).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void rejectsAConditionerOfTheWrongSize() {
    Conditioner narrow = Conditioner.add(new SlotWriter(), "c", List.of(3, 5, 3));
    CouplingBranch branch = new CouplingBranch(narrow, new Coupling.Affine(1), 4, Volume.IGNORED);
    CouplingNetwork network = network(new Coupling.Additive(), new StoreAll());
    network.with(new ReversibleBlock(branch, branch));
    assertThatThrownBy(network::loss)
        .hasMessage("a conditioner must have 2 outputs for each of 3 columns, but has 3");
  }
}
