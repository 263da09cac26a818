package io.palindrome.conf;

import java.io.Serializable;

/**
 * One averaging round.
 *
 * @param workers logical workers; the result depends on this number, not on the executors
 * @param localSteps steps that each makes before the mean is taken
 * @param outer what is done with their parameters
 * @param optimizerState what is done with the state of their optimizers
 */
public record AveragingConfig(
    int workers, int localSteps, OuterKind outer, OptimizerStateKind optimizerState)
    implements Serializable {
  public static final AveragingConfig DEFAULT =
      new AveragingConfig(2, 10, OuterKind.AVERAGE, OptimizerStateKind.AVERAGE);

  public AveragingConfig {
    Check.inRange("train.averaging.workers", workers, 1, 65_536);
    Check.inRange("train.averaging.local-steps", localSteps, 1, 1_000_000);
    Check.present("train.averaging.outer", outer);
    Check.present("train.averaging.optimizer-state", optimizerState);
  }
}
