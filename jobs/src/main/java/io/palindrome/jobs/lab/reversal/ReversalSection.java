package io.palindrome.jobs.lab.reversal;

import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.LabSection;
import io.palindrome.jobs.lab.LabSettings;
import io.palindrome.jobs.lab.LabText;
import io.palindrome.jobs.lab.Pace;
import io.palindrome.jobs.lab.reversal.GradientAngles.Angle;
import io.palindrome.model.kernel.NumberFormat;
import io.palindrome.model.reversible.Reconstruction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Section a: how exactly blocks are reversed, and what that does to gradients. */
public final class ReversalSection implements LabSection {
  static final List<Integer> DEPTHS = List.of(10, 50, 100, 200);

  /** Weights that keep the variance of what a map of width 32 is given. */
  static final double STRONG_DEVIATION = 0.177;

  private static final List<Double> DEVIATIONS =
      List.of(DepthError.INITIAL_DEVIATION, STRONG_DEVIATION);
  private static final List<NumberFormat> TRAINED =
      List.of(NumberFormat.FLOAT32, NumberFormat.BFLOAT16);
  private static final int BLOCKS = 64;

  /** One stack of blocks in one arithmetic. */
  record Measured(DepthError of, Reconstruction found) {}

  @Override
  public String key() {
    return "a";
  }

  @Override
  public String title() {
    return "Reconstruction error, and what it does to gradients";
  }

  @Override
  public String intro() {
    return "How far the inputs that reversible blocks rebuild are from the true ones, by depth and"
        + " number format; and how far gradients from rebuilt inputs are from stored ones.";
  }

  @Override
  public int seconds(Pace pace) {
    return pace.pick(75, 25);
  }

  @Override
  public List<Finding> run(LabSettings settings, Progress progress) {
    int steps = settings.pace().pick(120, 24);
    int every = settings.pace().pick(15, 12);
    int errors = DEVIATIONS.size() * NumberFormat.values().length * DEPTHS.size();
    int total = errors + TRAINED.size() * (steps / every + 1);
    List<Measured> measured = new ArrayList<>();
    for (double deviation : DEVIATIONS) {
      for (NumberFormat format : NumberFormat.values()) {
        for (int depth : DEPTHS) {
          DepthError error = new DepthError(depth, format, deviation, settings.seed());
          measured.add(new Measured(error, error.measure()));
          progress.at(measured.size(), total, "");
        }
      }
    }
    Map<NumberFormat, List<Angle>> angles = new EnumMap<>(NumberFormat.class);
    LabText text = LabText.of(settings, DeepNetwork.LENGTH);
    int[] done = {errors};
    for (NumberFormat format : TRAINED) {
      GradientAngles training = new GradientAngles(format, BLOCKS, steps, every, settings.seed());
      angles.put(
          format,
          training.measure(text, angle -> progress.at(++done[0], total, note(format, angle))));
    }
    List<Finding> findings = new ArrayList<>(ErrorFindings.of(measured));
    findings.addAll(AngleFindings.of(BLOCKS, steps, angles));
    if (settings.pace() == Pace.QUICK) {
      findings.add(
          Finding.text(
              "Shortened: %d training steps instead of 120. Angles grow with training, so these"
                      .formatted(steps)
                  + " are smaller than in a whole report."));
    }
    return findings;
  }

  private static String note(NumberFormat format, Angle angle) {
    return String.format(
        Locale.ROOT,
        "%s step %d loss %.3f, reversible against stored %.2g degrees",
        format.name().toLowerCase(Locale.ROOT),
        angle.step(),
        angle.loss(),
        angle.reversibleToStored());
  }
}
