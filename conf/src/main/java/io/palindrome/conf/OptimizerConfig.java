package io.palindrome.conf;

import java.io.Serializable;

/**
 * How one step changes the parameters, and how its size develops.
 *
 * @param schedule how the rate develops after the warm-up
 * @param learningRate its highest value
 * @param beta1 decay of Adam's mean of gradients
 * @param beta2 decay of Adam's mean of squared gradients
 * @param epsilon added to the root of Adam's second moment
 * @param momentum part of the last direction that SGD keeps
 * @param weightDecay with AdamW: part of each weight that a step of rate 1 takes away
 * @param warmupSteps steps over which the rate rises linearly from 0
 * @param finalFraction of the highest rate, where a cosine or a line ends
 * @param clipNorm gradients are scaled down to at most this L2 norm; 0 = never
 */
public record OptimizerConfig(
    OptimizerKind kind,
    ScheduleKind schedule,
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double momentum,
    double weightDecay,
    int warmupSteps,
    double finalFraction,
    double clipNorm)
    implements Serializable {
  public static final OptimizerConfig DEFAULT =
      new OptimizerConfig(
          OptimizerKind.ADAM, ScheduleKind.COSINE, 1e-3, 0.9, 0.999, 1e-8, 0, 0.01, 50, 0.1, 1.0);

  public OptimizerConfig {
    Check.present("train.optimizer.kind", kind);
    Check.present("train.optimizer.schedule", schedule);
    Check.inRange("train.optimizer.learning-rate", learningRate, 1e-12, 100);
    Check.fraction("train.optimizer.beta1", beta1);
    Check.fraction("train.optimizer.beta2", beta2);
    Check.inRange("train.optimizer.epsilon", epsilon, 1e-20, 1);
    Check.fraction("train.optimizer.momentum", momentum);
    Check.that(
        kind != OptimizerKind.NESTEROV || momentum > 0,
        "train.optimizer.momentum must be positive with train.optimizer.kind nesterov, but is %s",
        momentum);
    Check.inRange("train.optimizer.weight-decay", weightDecay, 0, 100);
    Check.notNegative("train.optimizer.warmup-steps", warmupSteps);
    Check.inRange("train.optimizer.final-fraction", finalFraction, 0, 1);
    Check.notNegative("train.optimizer.clip-norm", clipNorm);
  }
}
