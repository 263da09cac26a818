package io.palindrome.model.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The plans of all memory strategies of one step.
 *
 * @param plans store-all first
 * @param available bytes that a step may use
 */
public record MemorySpectrum(List<StepPlan> plans, long available) {
  public MemorySpectrum {
    plans = List.copyOf(plans);
  }

  /** What the others' computing is compared with. */
  public StepPlan storeAll() {
    return plans.get(0);
  }

  /** Of those that fit the one that computes least; of several the smallest. */
  public Optional<StepPlan> choice() {
    return plans.stream()
        .filter(plan -> plan.memory().fits(available))
        .min(
            Comparator.comparingDouble(StepPlan::flops)
                .thenComparingLong(plan -> plan.memory().total()));
  }

  /** The one that needs least. */
  public StepPlan smallest() {
    return plans.stream()
        .min(Comparator.comparingLong(plan -> plan.memory().needed()))
        .orElseThrow();
  }
}
