package io.palindrome.model.optimizer;

import io.palindrome.conf.OptimizerConfig;

/**
 * Linear warm-up, then half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983, without
 * restarts):
 *
 * <pre>
 * step &lt; warmupSteps: peak * (step + 1) / warmupSteps
 * otherwise:          peak * (finalFraction + (1 - finalFraction) * (1 + cos(pi * done)) / 2)
 * </pre>
 *
 * <p>{@code done} grows from 0 at the end of the warm-up to 1 at totalSteps, and stays there.
 *
 * @param peak highest learning rate
 * @param totalSteps steps of the whole run, the warm-up included
 */
public record LearningRateSchedule(
    double peak, long warmupSteps, long totalSteps, double finalFraction) {

  /** The schedule of a run of that many steps. */
  public static LearningRateSchedule of(OptimizerConfig config, long totalSteps) {
    return new LearningRateSchedule(
        config.learningRate(), config.warmupSteps(), totalSteps, config.finalFraction());
  }

  /** The rate of a step, counted from 0. */
  public double at(long step) {
    if (step < warmupSteps) {
      return peak * ((double) (step + 1) / warmupSteps);
    }
    long length = Math.max(1, totalSteps - warmupSteps);
    double done = Math.min(1, (double) (step - warmupSteps) / length);
    return peak
        * (finalFraction + (1 - finalFraction) * (1 + StrictMath.cos(StrictMath.PI * done)) / 2);
  }
}
