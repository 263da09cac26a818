package io.palindrome.jobs.lab.coupling;

import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.LabKernels;
import io.palindrome.jobs.lab.LabSection;
import io.palindrome.jobs.lab.LabSettings;
import io.palindrome.jobs.lab.Pace;
import io.palindrome.model.flow.PlanarData;
import io.palindrome.model.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Additive, affine and multiplicative couplings compared, and flows trained with them. */
public final class CouplingSection implements LabSection {
  private static final int FULL_STEPS = 1200;
  private static final int QUICK_STEPS = 250;

  /** A flow to train. */
  private record Training(PlanarData data, Candidate candidate) {}

  @Override
  public String key() {
    return "d";
  }

  @Override
  public String title() {
    return "Couplings that scale, and flows";
  }

  @Override
  public String intro() {
    return "A reversible block need not add: it may scale its target by a factor that the other"
        + " stream chooses. Then it changes volumes, and a stack of blocks is an exact density.";
  }

  @Override
  public int seconds(Pace pace) {
    return pace.pick(60, 20);
  }

  private static List<Integer> depths(Pace pace) {
    return pace.pick(List.of(10, 25, 50, 100, 150, 200), List.of(10, 50, 100, 200));
  }

  private static List<Training> trainings(Pace pace) {
    Training moons = new Training(PlanarData.TWO_MOONS, Candidate.AFFINE);
    Training additive = new Training(PlanarData.TWO_MOONS, Candidate.ADDITIVE);
    return pace.pick(
        List.of(
            moons,
            additive,
            new Training(PlanarData.RINGS, Candidate.AFFINE),
            new Training(PlanarData.SPIRALS, Candidate.AFFINE)),
        List.of(moons, additive));
  }

  @Override
  public List<Finding> run(LabSettings settings, Progress progress) {
    try (Kernels kernels = LabKernels.fast()) {
      return run(settings, progress, kernels);
    }
  }

  private static List<Finding> run(LabSettings settings, Progress progress, Kernels kernels) {
    List<Integer> depths = depths(settings.pace());
    List<Training> trainings = trainings(settings.pace());
    int total = Candidate.all().size() * depths.size() + trainings.size();
    List<TowerMeasurement> towers = new ArrayList<>();
    for (Candidate candidate : Candidate.all()) {
      for (int blocks : depths) {
        TowerMeasurement tower = TowerMeasurement.of(candidate, blocks, kernels, settings.seed());
        towers.add(tower);
        progress.at(towers.size(), total, said(tower));
      }
    }
    TowerFindings towerFindings = TowerFindings.of(towers, kernels, settings.seed());
    List<FlowMeasurement> flows = new ArrayList<>();
    int steps = settings.pace().pick(FULL_STEPS, QUICK_STEPS);
    for (Training training : trainings) {
      FlowMeasurement flow =
          FlowMeasurement.of(
              training.data(), training.candidate(), steps, kernels, settings.seed());
      flows.add(flow);
      progress.at((long) towers.size() + flows.size(), total, said(flow));
    }
    List<Finding> findings = new ArrayList<>(towerFindings.all());
    findings.addAll(new FlowFindings(flows, settings.pace()).all());
    return findings;
  }

  private static String said(TowerMeasurement tower) {
    return String.format(
        Locale.ROOT,
        "%s, %d blocks: error %.1e",
        tower.candidate().name(),
        tower.blocks(),
        tower.error());
  }

  private static String said(FlowMeasurement flow) {
    return String.format(Locale.ROOT, "flow of %s: %.2f nats a point", flow.name(), flow.heldOut());
  }
}
