package io.palindrome.model.optimizer;

import io.palindrome.conf.OptimizerConfig;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns gradients into an update, element by element; the caller subtracts it from the parameters.
 *
 * <p>The arithmetic is done in float64, whatever the vectors hold, and rounded once at the end.
 */
public sealed interface Optimizer permits Adam, Sgd {
  /** The optimizer that the configuration describes. */
  static Optimizer of(OptimizerConfig config) {
    return switch (config.kind()) {
      case ADAM -> new Adam(config.beta1(), config.beta2(), config.epsilon());
      case SGD -> new Sgd();
    };
  }

  /** Length of the state vector that belongs to that many parameters. */
  long stateLength(long parameterCount);

  /**
   * Overwrites gradients with the update, and brings state up to date.
   *
   * @param gradients flat vector, contiguous, float32 or float64, in host memory
   * @param state flat vector of {@link #stateLength} and the same type; null where that is 0
   */
  void toUpdate(INDArray gradients, INDArray state, StepSize size);
}
