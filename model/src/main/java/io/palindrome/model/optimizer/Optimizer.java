package io.palindrome.model.optimizer;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.model.parameter.ParameterLayout;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns gradients into an update, which the caller subtracts from the parameters.
 *
 * <p>The arithmetic is done in float64, whatever the vectors hold, and rounded once at the end. The
 * state is one flat vector, whatever is in it, and may be averaged element by element.
 */
public sealed interface Optimizer permits Adam, Adafactor, Sgd, Momentum {
  /** The optimizer that the configuration describes, for the parameters of that layout. */
  static Optimizer of(OptimizerConfig config, ParameterLayout layout) {
    long count = layout.parameterCount();
    double momentum = config.momentum();
    return switch (config.kind()) {
      case ADAM -> adam(config, WeightDecay.NONE, count);
      case ADAMW -> adam(config, WeightDecay.of(config.weightDecay(), layout), count);
      case ADAFACTOR -> new Adafactor(layout.slots());
      case SGD -> momentum == 0 ? new Sgd() : new Momentum(momentum, Momentum.Look.BEHIND, count);
      case NESTEROV -> new Momentum(momentum, Momentum.Look.AHEAD, count);
    };
  }

  private static Adam adam(OptimizerConfig config, WeightDecay decay, long count) {
    return new Adam(config.beta1(), config.beta2(), config.epsilon(), decay, count);
  }

  /** Length of the state vector; it starts as zeros. */
  long stateLength();

  /**
   * Overwrites gradients with the update, and brings state up to date.
   *
   * @param parameters flat vector in layout order, only read; null will do for optimizers without
   *     weight decay
   * @param gradients flat vector of the same layout, contiguous, float32 or float64, in host memory
   * @param state flat vector of {@link #stateLength} and the same type; null where that is 0
   */
  void toUpdate(INDArray parameters, INDArray gradients, INDArray state, StepSize size);
}
