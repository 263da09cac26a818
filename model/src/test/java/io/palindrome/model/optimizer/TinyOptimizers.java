package io.palindrome.model.optimizer;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.ScheduleKind;

/** Optimizer configurations for tests. */
public final class TinyOptimizers {
  private TinyOptimizers() {}

  /**
   * Rate 0.003 after 3 steps of warm-up, betas 0.9 and 0.98, epsilon 1e-9, momentum 0.9, weight
   * decay 0.1, clipped to norm 1.
   */
  public static OptimizerConfig of(OptimizerKind kind) {
    return new OptimizerConfig(
        kind, ScheduleKind.COSINE, 3e-3, 0.9, 0.98, 1e-9, 0.9, 0.1, 3, 0.1, 1.0);
  }

  /** A constant rate, betas 0.9 and 0.99, and neither momentum nor warm-up nor clipping. */
  public static OptimizerConfig plain(OptimizerKind kind, double learningRate) {
    return new OptimizerConfig(
        kind, ScheduleKind.CONSTANT, learningRate, 0.9, 0.99, 1e-8, 0, 0, 0, 1, 0);
  }
}
