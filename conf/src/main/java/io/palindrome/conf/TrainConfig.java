package io.palindrome.conf;

import java.io.Serializable;

/**
 * One training run.
 *
 * @param seed everything random is a function of it
 * @param rounds averaging rounds, the ones with short crops included
 * @param precision of the matrix products of a training step
 */
public record TrainConfig(
    long seed,
    int rounds,
    PrecisionKind precision,
    BatchConfig batch,
    MemoryConfig memory,
    OptimizerConfig optimizer,
    AveragingConfig averaging,
    CheckpointConfig checkpoint,
    EvaluationConfig evaluation,
    ReconstructionConfig reconstruction,
    HealthConfig health)
    implements Serializable {
  public static final TrainConfig DEFAULT =
      new TrainConfig(
          1,
          120,
          PrecisionKind.FLOAT32,
          BatchConfig.DEFAULT,
          MemoryConfig.DEFAULT,
          OptimizerConfig.DEFAULT,
          AveragingConfig.DEFAULT,
          CheckpointConfig.DEFAULT,
          EvaluationConfig.DEFAULT,
          ReconstructionConfig.DEFAULT,
          HealthConfig.DEFAULT);

  public TrainConfig {
    Check.inRange("train.rounds", rounds, 1, 100_000_000);
    Check.present("train.precision", precision);
    Check.present("train.batch", batch);
    Check.present("train.memory", memory);
    Check.present("train.optimizer", optimizer);
    Check.present("train.averaging", averaging);
    Check.present("train.checkpoint", checkpoint);
    Check.present("train.evaluation", evaluation);
    Check.present("train.reconstruction", reconstruction);
    Check.present("train.health", health);
  }

  /** The same run with another memory strategy. */
  public TrainConfig withMemory(MemoryConfig other) {
    return new TrainConfig(
        seed,
        rounds,
        precision,
        batch,
        other,
        optimizer,
        averaging,
        checkpoint,
        evaluation,
        reconstruction,
        health);
  }

  /** The same run with products in another precision. */
  public TrainConfig withPrecision(PrecisionKind other) {
    return new TrainConfig(
        seed,
        rounds,
        other,
        batch,
        memory,
        optimizer,
        averaging,
        checkpoint,
        evaluation,
        reconstruction,
        health);
  }

  /** Steps that one logical worker makes in the whole run. */
  public long totalSteps() {
    return (long) rounds * averaging.localSteps();
  }

  /** The error of rebuilt activations above which the run warns. */
  public double reconstructionBound() {
    return reconstruction.bound(precision);
  }

  /** Tokens of one evaluated piece; 0 = whole documents. */
  public int evaluationLength() {
    return evaluation.length() == 0 ? batch.length() : evaluation.length();
  }
}
