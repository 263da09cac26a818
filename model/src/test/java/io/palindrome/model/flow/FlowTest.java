package io.palindrome.model.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.model.coupling.Coupling;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.Recompute;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.StoreAll;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowTest {
  private static final CouplingFlow FLOW = new CouplingFlow(new Coupling.Affine(2), 4, List.of(24));
  private static final Grid GRID = new Grid(5, 200);

  private record Trained(double[] losses, double integral, double logDensity, Points samples) {}

  private static Trained train(PlanarData data, int steps, MemoryStrategy strategy) {
    FlowTraining.Plan plan = new FlowTraining.Plan(data, 1, steps, 256, 5e-3);
    try (Kernels host = new HostKernels(2);
        FlowNetwork network = new FlowNetwork(FLOW, host, FLOW.initialize(7));
        FlowTraining training = new FlowTraining(network, strategy, plan)) {
      double[] losses = training.run();
      double logDensity = network.meanLogDensity(data.points(2, 0, 2000));
      Trained trained =
          new Trained(losses, GRID.integral(network), logDensity, network.sample(3, 2000));
      assertThat(network.usedBytes()).as("bytes never given back").isZero();
      return trained;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PlanarData.class,
      names = {"TWO_MOONS", "RINGS"})
  void learnsADensityThatIntegratesToOneAndBeatsAGaussian(PlanarData data) {
    Trained trained = train(data, 400, new Reversible());
    Points heldOut = data.points(2, 0, 2000);
    double gaussian = FittedGaussian.of(data.points(1, 0, 20_000)).meanLogDensity(heldOut);
    assertThat(trained.integral()).isBetween(0.99, 1.01);
    assertThat(trained.logDensity()).isGreaterThan(gaussian + 0.4);
    FittedGaussian drawn = FittedGaussian.of(trained.samples());
    FittedGaussian held = FittedGaussian.of(heldOut);
    assertThat(drawn.mean1()).isBetween(held.mean1() - 0.15, held.mean1() + 0.15);
    assertThat(drawn.mean2()).isBetween(held.mean2() - 0.15, held.mean2() + 0.15);
    assertThat(drawn.variance1()).isBetween(0.8 * held.variance1(), 1.2 * held.variance1());
    assertThat(drawn.variance2()).isBetween(0.8 * held.variance2(), 1.2 * held.variance2());
  }

  /** A density that forgets its log-determinant is none: the control of the integral. */
  @Test
  void theIntegralCatchesADensityWithoutItsDeterminant() {
    FittedGaussian gaussian = FittedGaussian.of(PlanarData.RINGS.points(1, 0, 5000));
    assertThat(GRID.integral(gaussian)).isBetween(0.99, 1.01);
    Density wrong = points -> gaussian.logDensities(new Points(points.x1(), twice(points.x2())));
    assertThat(GRID.integral(wrong)).isBetween(0.49, 0.51);
  }

  private static double[] twice(double... values) {
    return Arrays.stream(values).map(value -> 2 * value).toArray();
  }

  @Test
  void everyStrategyTrainsTheSameAndTwiceIsTheSameBits() {
    double[] stored = train(PlanarData.SPIRALS, 30, new StoreAll()).losses();
    assertThat(train(PlanarData.SPIRALS, 30, new StoreAll()).losses()).isEqualTo(stored);
    assertThat(train(PlanarData.SPIRALS, 30, new Recompute(2)).losses()).isEqualTo(stored);
    double[] reversed = train(PlanarData.SPIRALS, 30, new Reversible()).losses();
    for (int i = 0; i < stored.length; i++) {
      assertThat(reversed[i]).isBetween(stored[i] - 2e-3, stored[i] + 2e-3);
    }
    assertThat(stored[29]).isLessThan(stored[0]);
  }

  @Test
  void samplesAreTheInverseOfTheirNoise() {
    try (Kernels kernels = new ReferenceKernels();
        FlowNetwork network = new FlowNetwork(FLOW, kernels, FLOW.initialize(7))) {
      Points noise = Points.normal(5, 50);
      Points data = network.inverse(noise);
      Points again = network.noise(data);
      for (int i = 0; i < noise.count(); i++) {
        assertThat(again.x1()[i]).isBetween(noise.x1()[i] - 1e-12, noise.x1()[i] + 1e-12);
        assertThat(again.x2()[i]).isBetween(noise.x2()[i] - 1e-12, noise.x2()[i] + 1e-12);
      }
      assertThat(data).isNotEqualTo(noise);
      assertThat(network.sample(5, 50)).isEqualTo(data);
    }
  }

  @Test
  void rejectsAFlowWithoutBlocks() {
    assertThatThrownBy(() -> new CouplingFlow(new Coupling.Additive(), 0, List.of(8)))
        .hasMessage("blocks of a flow must be 1 or more, but are 0");
  }
}
