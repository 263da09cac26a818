package io.palindrome.jobs.lab.convolution;

import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.LabSection;
import io.palindrome.jobs.lab.LabSettings;
import io.palindrome.jobs.lab.Pace;
import io.palindrome.jobs.report.chart.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Section c: RevNets against a ResNet of the same size, by accuracy, memory and time. */
public final class ConvolutionSection implements LabSection {
  private static final Sizes FULL = new Sizes(480, 40, List.of(1, 2, 4, 8, 16), 9);
  private static final Sizes QUICK = new Sizes(120, 20, List.of(1, 2, 4, 8), 3);

  /** How deep the networks are whose steps are timed. */
  private static final int TIMED = 4;

  /**
   * How much is measured.
   *
   * @param depths of the memory's steps, as multiples of the training's
   * @param repeats of timed steps
   */
  record Sizes(int steps, int every, List<Integer> depths, int repeats) {}

  @Override
  public String key() {
    return "c";
  }

  @Override
  public String title() {
    return "Reversible convolutions: RevNet and ResNet";
  }

  @Override
  public String intro() {
    return "Classifiers of generated images with the same number of parameters: what they learn,"
        + " and what a step of them needs in memory and time as they grow deeper.";
  }

  @Override
  public int seconds(Pace pace) {
    return pace.pick(130, 35);
  }

  @Override
  public List<Finding> run(LabSettings settings, Progress progress) {
    Sizes sizes = settings.pace().pick(FULL, QUICK);
    List<Finding> findings = new ArrayList<>(run(sizes, settings.seed(), progress));
    if (settings.pace() == Pace.QUICK) {
      findings.add(
          Finding.text(
              "Shortened: trainings of %d steps instead of %d, at whose end the networks are still"
                      .formatted(QUICK.steps(), FULL.steps())
                  + " learning the first things; depths to %d times the training's instead of %d;"
                      .formatted(last(QUICK.depths()), last(FULL.depths()))
                  + " a median of %d steps instead of %d."
                      .formatted(QUICK.repeats(), FULL.repeats())));
    }
    return findings;
  }

  private static int last(List<Integer> values) {
    return values.get(values.size() - 1);
  }

  static List<Finding> run(Sizes sizes, long seed, Progress progress) {
    Learning.Plan plan = new Learning.Plan(seed, sizes.steps(), sizes.every());
    List<DepthStep> steps = steps(sizes);
    int total = Contestant.values().length * plan.points() + steps.size() + 1;
    int[] done = {0};
    List<Learning> learned = new ArrayList<>();
    for (Contestant contestant : Contestant.values()) {
      learned.add(
          Learning.of(
              contestant, plan, point -> progress.at(++done[0], total, said(contestant, point))));
    }
    List<DepthFindings.Peak> peaks = new ArrayList<>();
    for (DepthStep step : steps) {
      DepthFindings.Peak peak = new DepthFindings.Peak(step, step.peakBytes(seed));
      peaks.add(peak);
      progress.at(++done[0], total, said(peak));
    }
    int timed = Math.min(TIMED, last(sizes.depths()));
    DepthTimes times = new DepthTimes(timed, sizes.repeats(), seed);
    Map<DepthStep.Kept, Double> seconds = times.measure();
    progress.at(total, total, "");
    List<Finding> findings = new ArrayList<>(new LearningFindings(learned).all());
    findings.addAll(new DepthFindings(peaks, times, seconds).all());
    return findings;
  }

  private static List<DepthStep> steps(Sizes sizes) {
    return DepthStep.Kept.all().stream()
        .flatMap(kept -> sizes.depths().stream().map(times -> new DepthStep(kept, times)))
        .toList();
  }

  private static String said(Contestant contestant, Learning.Point point) {
    return String.format(
        Locale.ROOT,
        "%s step %d: loss %.3f, %.1f %% right",
        contestant.label(),
        point.steps(),
        point.loss(),
        100 * point.accuracy());
  }

  private static String said(DepthFindings.Peak peak) {
    return "%s, %d branches: %s"
        .formatted(
            peak.step().kept().label(), peak.step().branches(), Quantity.BYTES.write(peak.bytes()));
  }
}
