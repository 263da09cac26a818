package io.palindrome.model.plan;

import io.palindrome.conf.MemoryConfig;

/**
 * What a step will need under one memory strategy.
 *
 * @param strategy never {@code auto}, and with {@code recompute} a number of blocks
 * @param flops floating-point operations of its matrix products, a multiply-add counting as two
 */
public record StepPlan(MemoryConfig strategy, StepMemory memory, double flops) {
  /** Such as {@code recompute every 4}. */
  public String name() {
    return switch (strategy.strategy()) {
      case RECOMPUTE -> "recompute every " + strategy.recomputeEvery();
      default -> strategy.strategyName();
    };
  }

  /** More computing than another plan, as a fraction of that. */
  public double overheadOver(StepPlan other) {
    return flops / other.flops() - 1;
  }
}
