package io.palindrome.conf;

import java.io.Serializable;

/**
 * When a run is given up. A step whose loss or gradient norm is not a finite number is skipped: it
 * changes neither parameters nor optimizer state.
 *
 * @param maxSkippedSteps the run stops when so many steps in a row were skipped
 * @param divergedAbove a training loss above this many times that of guessing, the logarithm of the
 *     vocabulary size, is a sign of divergence
 * @param divergedRounds the run stops when so many averaging rounds in a row show it
 */
public record HealthConfig(int maxSkippedSteps, double divergedAbove, int divergedRounds)
    implements Serializable {
  public static final HealthConfig DEFAULT = new HealthConfig(10, 1.5, 5);

  public HealthConfig {
    Check.inRange("train.health.max-skipped-steps", maxSkippedSteps, 1, 1_000_000);
    Check.inRange("train.health.diverged-above", divergedAbove, 1, 1000);
    Check.inRange("train.health.diverged-rounds", divergedRounds, 1, 1_000_000);
  }
}
