package io.palindrome.jobs.averaging.mean;

import io.palindrome.conf.OuterKind;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an averaging round does with the mean of its workers' parameters. */
public sealed interface OuterOptimizer permits ParameterAveraging {
  /** The outer optimizer of the configuration. */
  static OuterOptimizer of(OuterKind kind) {
    return switch (kind) {
      case AVERAGE -> new ParameterAveraging();
    };
  }

  /**
   * Moves the parameters.
   *
   * @param parameters what the round started from; overwritten with what the next one starts from
   * @param mean of the workers' parameters; may be overwritten
   */
  void apply(INDArray parameters, INDArray mean);
}
