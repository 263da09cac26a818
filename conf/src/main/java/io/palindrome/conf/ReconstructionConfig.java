package io.palindrome.conf;

import java.io.Serializable;

/**
 * How the error of rebuilt activations is watched. A step of the reversible strategy that measures
 * it compares the streams that it ends with to the embedding that it began with.
 *
 * @param everySteps steps of a worker between two that measure it; 0 = none does
 * @param warnAbove largest absolute difference above which the run warns
 */
public record ReconstructionConfig(int everySteps, double warnAbove) implements Serializable {
  public static final ReconstructionConfig DEFAULT = new ReconstructionConfig(1, 1e-3);

  public ReconstructionConfig {
    Check.notNegative("train.reconstruction.every-steps", everySteps);
    Check.positive("train.reconstruction.warn-above", warnAbove);
  }

  /** Whether a step, counted from 0, measures it. */
  public boolean measures(long step) {
    return everySteps > 0 && step % everySteps == 0;
  }
}
