package io.palindrome.conf;

import java.io.Serializable;

/**
 * How the error of rebuilt activations is watched. A step of the reversible strategy that measures
 * it compares the streams that it ends with to the embedding that it began with.
 *
 * @param everySteps steps of a worker between two that measure it; 0 = none does
 * @param warnAbove largest absolute difference above which the run warns; 0 = {@link
 *     #FLOAT32_BOUND} or {@link #ROUNDED_BOUND}, by the precision of the products
 */
public record ReconstructionConfig(int everySteps, double warnAbove) implements Serializable {
  public static final ReconstructionConfig DEFAULT = new ReconstructionConfig(1, 0);

  /** Far above what float32 loses in a sound run. */
  public static final double FLOAT32_BOUND = 1e-3;

  /**
   * The same where products round their operands to fewer digits: an input that is rebuilt with
   * another last bit may round to the neighbouring number.
   */
  public static final double ROUNDED_BOUND = 0.05;

  public ReconstructionConfig {
    Check.notNegative("train.reconstruction.every-steps", everySteps);
    Check.notNegative("train.reconstruction.warn-above", warnAbove);
  }

  /** The difference above which a run of that precision warns. */
  public double bound(PrecisionKind precision) {
    if (warnAbove > 0) {
      return warnAbove;
    }
    return precision == PrecisionKind.FLOAT32 ? FLOAT32_BOUND : ROUNDED_BOUND;
  }

  /** Whether a step, counted from 0, measures it. */
  public boolean measures(long step) {
    return everySteps > 0 && step % everySteps == 0;
  }
}
