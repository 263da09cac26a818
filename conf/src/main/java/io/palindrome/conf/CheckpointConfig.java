package io.palindrome.conf;

import java.io.Serializable;

/**
 * When a checkpoint is written.
 *
 * @param everyRounds averaging rounds between two checkpoints; one is always written at the end
 * @param keep newest checkpoints that stay
 */
public record CheckpointConfig(int everyRounds, int keep) implements Serializable {
  public static final CheckpointConfig DEFAULT = new CheckpointConfig(10, 3);

  public CheckpointConfig {
    Check.inRange("train.checkpoint.every-rounds", everyRounds, 1, 1_000_000);
    Check.inRange("train.checkpoint.keep", keep, 1, 10_000);
  }
}
