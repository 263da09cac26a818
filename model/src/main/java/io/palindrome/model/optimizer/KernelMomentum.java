package io.palindrome.model.optimizer;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.MomentumStep;
import io.palindrome.model.kernel.Storage;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Momentum}, Nesterov's included, in the memory of kernels. */
final class KernelMomentum implements KernelOptimizer {
  private final Momentum optimizer;
  private final Kernels kernels;
  private final KernelState buffer;

  KernelMomentum(Momentum optimizer, Kernels kernels) {
    this.optimizer = optimizer;
    this.kernels = kernels;
    buffer = new KernelState(kernels, optimizer.count());
  }

  @Override
  public void load(INDArray state) {
    buffer.load(state);
  }

  @Override
  public void store(INDArray state) {
    buffer.store(state);
  }

  @Override
  public void step(Storage parameters, Storage gradients, StepSize size) {
    double rate = size.learningRate();
    double momentum = optimizer.momentum();
    MomentumStep step =
        switch (optimizer.look()) {
          case BEHIND -> new MomentumStep(momentum, size.gradientScale(), 0, rate);
          case AHEAD -> new MomentumStep(momentum, size.gradientScale(), rate, rate * momentum);
        };
    kernels.momentumStep(
        step,
        KernelState.run(gradients, 0, optimizer.count()),
        buffer.run(0, optimizer.count()),
        KernelState.run(parameters, 0, optimizer.count()));
  }

  @Override
  public void close() {
    buffer.close();
  }
}
