package io.palindrome.model.optimizer;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.ScheduleKind;

/**
 * Linear warm-up, then what the kind says:
 *
 * <pre>
 * step &lt; warmupSteps: peak * (step + 1) / warmupSteps
 * COSINE:       peak * (finalFraction + (1 - finalFraction) * (1 + cos(pi * done)) / 2)
 * LINEAR:       peak * (finalFraction + (1 - finalFraction) * (1 - done))
 * CONSTANT:     peak
 * INVERSE_SQRT: peak * sqrt(max(1, warmupSteps) / (step + 1))
 * </pre>
 *
 * <p>{@code done} grows from 0 at the end of the warm-up to 1 at totalSteps, and stays there. The
 * cosine is that of Loshchilov and Hutter 2017 (arXiv:1608.03983) without restarts, the inverse
 * root that of Vaswani et al. 2017 (arXiv:1706.03762, section 5.3).
 *
 * @param peak highest learning rate
 * @param totalSteps steps of the whole run, the warm-up included
 */
public record LearningRateSchedule(
    ScheduleKind kind, double peak, long warmupSteps, long totalSteps, double finalFraction) {

  /** The schedule of a run of that many steps. */
  public static LearningRateSchedule of(OptimizerConfig config, long totalSteps) {
    return new LearningRateSchedule(
        config.schedule(),
        config.learningRate(),
        config.warmupSteps(),
        totalSteps,
        config.finalFraction());
  }

  /** The rate of a step, counted from 0. */
  public double at(long step) {
    if (step < warmupSteps) {
      return peak * ((double) (step + 1) / warmupSteps);
    }
    long length = Math.max(1, totalSteps - warmupSteps);
    double done = Math.min(1, (double) (step - warmupSteps) / length);
    return switch (kind) {
      case COSINE -> falling((1 + StrictMath.cos(StrictMath.PI * done)) / 2);
      case LINEAR -> falling(1 - done);
      case CONSTANT -> peak;
      case INVERSE_SQRT ->
          peak * StrictMath.sqrt((double) Math.max(1, warmupSteps) / (double) (step + 1));
    };
  }

  private double falling(double left) {
    return peak * (finalFraction + (1 - finalFraction) * left);
  }
}
