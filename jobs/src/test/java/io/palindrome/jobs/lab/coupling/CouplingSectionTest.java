package io.palindrome.jobs.lab.coupling;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Pace;
import io.palindrome.model.flow.PlanarData;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CouplingSectionTest {
  private static final long SEED = 1;

  private static List<String> files(List<Finding> findings) {
    return findings.stream()
        .filter(Exhibit.class::isInstance)
        .map(finding -> ((Exhibit) finding).file())
        .toList();
  }

  @Test
  void towersLoseMoreWithDepthAndMostWithoutTheSafeguard() {
    try (Kernels kernels = new HostKernels(2)) {
      List<TowerMeasurement> towers = new ArrayList<>();
      for (Candidate candidate : Candidate.all()) {
        towers.add(TowerMeasurement.of(candidate, 4, kernels, SEED));
        towers.add(TowerMeasurement.of(candidate, 12, kernels, SEED));
      }
      TowerMeasurement additive = towers.get(1);
      assertThat(additive.error()).isBetween(1e-9, 1e-5);
      assertThat(additive.error()).isGreaterThan(towers.get(0).error());
      assertThat(additive.degrees()).isBetween(1e-9, 0.1);
      double guarded = towers.get(6).error();
      double unguarded = towers.get(8).error();
      assertThat(unguarded > 3 * guarded || !Double.isFinite(unguarded)).isTrue();
      List<Finding> findings = TowerFindings.of(towers, kernels, SEED).all();
      assertThat(files(findings))
          .containsExactly("d-error-by-depth.csv", "d-angle-by-depth.csv", "d-couplings.csv");
    }
  }

  @Test
  void everyFlowHasItsDensityAndItsSamples() {
    try (Kernels kernels = new HostKernels(2)) {
      List<FlowMeasurement> flows =
          List.of(
              FlowMeasurement.of(PlanarData.TWO_MOONS, Candidate.AFFINE, 20, kernels, SEED),
              FlowMeasurement.of(PlanarData.TWO_MOONS, Candidate.ADDITIVE, 20, kernels, SEED));
      assertThat(flows).allMatch(flow -> flow.integral() > 0.99 && flow.integral() < 1.01);
      assertThat(flows).allMatch(flow -> flow.roundTrip() < 1e-4);
      assertThat(files(new FlowFindings(flows, Pace.QUICK).all()))
          .doesNotHaveDuplicates()
          .contains("d-density-two-moons.csv", "d-samples-two-moons-additive.csv")
          .hasSize(6);
    }
  }
}
