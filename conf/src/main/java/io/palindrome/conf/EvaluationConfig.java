package io.palindrome.conf;

import java.io.Serializable;

/**
 * How the validation split is evaluated while training.
 *
 * @param everyRounds averaging rounds between two evaluations; 0 = only at the end
 * @param length tokens of one evaluated piece; 0 = as {@code train.batch.length}
 * @param maxTokens tokens evaluated at most; 0 = all
 */
public record EvaluationConfig(int everyRounds, int length, long maxTokens)
    implements Serializable {
  public static final EvaluationConfig DEFAULT = new EvaluationConfig(10, 0, 262_144);

  public EvaluationConfig {
    Check.notNegative("train.evaluation.every-rounds", everyRounds);
    Check.inRange("train.evaluation.length", length, 0, 1 << 30);
    Check.notNegative("train.evaluation.max-tokens", maxTokens);
  }
}
