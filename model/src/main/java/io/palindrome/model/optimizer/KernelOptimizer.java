package io.palindrome.model.optimizer;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Storage;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An {@link Optimizer} in the memory of kernels: its state stays there from step to step, beside
 * parameters and gradients, so that on a GPU nothing of a step but its loss and the norm of its
 * gradients crosses the bus. Arithmetic is that of the kernels. Not thread-safe; the kernels are
 * the caller's.
 */
public sealed interface KernelOptimizer extends AutoCloseable
    permits KernelAdam, KernelAdafactor, KernelMomentum, KernelSgd {
  /** That optimizer, with a state of zeros. */
  static KernelOptimizer of(Optimizer optimizer, Kernels kernels) {
    if (optimizer instanceof Adam adam) {
      return new KernelAdam(adam, kernels);
    }
    if (optimizer instanceof Adafactor adafactor) {
      return new KernelAdafactor(adafactor, kernels);
    }
    if (optimizer instanceof Momentum momentum) {
      return new KernelMomentum(momentum, kernels);
    }
    return new KernelSgd(kernels);
  }

  /**
   * Overwrites the state.
   *
   * @param state as the {@link Optimizer} has it; null will do where it has none
   */
  void load(INDArray state);

  /** Copies the state out; {@code state} as in {@link #load}. */
  void store(INDArray state);

  /** Brings the state up to date and moves the parameters; the gradients stay as they are. */
  void step(Storage parameters, Storage gradients, StepSize size);

  /** Frees the state. */
  @Override
  void close();
}
