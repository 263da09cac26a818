package io.palindrome.model.optimizer;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Storage;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Sgd} in the memory of kernels; it has no state. */
record KernelSgd(Kernels kernels) implements KernelOptimizer {
  @Override
  public void load(INDArray state) {}

  @Override
  public void store(INDArray state) {}

  @Override
  public void step(Storage parameters, Storage gradients, StepSize size) {
    kernels.add(
        -size.learningRate() * size.gradientScale(),
        KernelState.run(gradients, 0, gradients.length()),
        KernelState.run(parameters, 0, gradients.length()));
  }

  @Override
  public void close() {}
}
