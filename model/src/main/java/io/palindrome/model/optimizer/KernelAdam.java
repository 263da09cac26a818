package io.palindrome.model.optimizer;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.AdamStep;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.parameter.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** {@link Adam}, weight decay included, in the memory of kernels. */
final class KernelAdam implements KernelOptimizer {
  private final Adam adam;
  private final Kernels kernels;
  private final Storage means;
  private final Storage squares;

  /** Moments of 0. */
  KernelAdam(Adam adam, Kernels kernels) {
    this.adam = adam;
    this.kernels = kernels;
    means = kernels.allocate(adam.count());
    squares = kernels.allocate(adam.count());
    kernels.fill(run(means, 0, adam.count()), 0);
    kernels.fill(run(squares, 0, adam.count()), 0);
  }

  private static Matrix run(Storage flat, long from, long to) {
    return KernelState.run(flat, from, to - from);
  }

  @Override
  public void load(INDArray state) {
    kernels.load(half(state, 0), means);
    kernels.load(half(state, 1), squares);
  }

  @Override
  public void store(INDArray state) {
    kernels.store(means, half(state, 0));
    kernels.store(squares, half(state, 1));
  }

  private INDArray half(INDArray state, int number) {
    Check.that(
        state.length() == adam.stateLength(),
        "optimizer state must have %d elements, but has %d",
        adam.stateLength(),
        state.length());
    long from = number * adam.count();
    return state.reshape(state.length()).get(NDArrayIndex.interval(from, from + adam.count()));
  }

  @Override
  public void step(Storage parameters, Storage gradients, StepSize size) {
    AdamStep plain =
        AdamStep.at(size.step(), size.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon())
            .scaled(size.gradientScale());
    AdamStep decaying = plain.decaying(size.learningRate() * adam.decay().rate());
    long done = 0;
    for (Slot slot : adam.decay().slots()) {
      move(plain, parameters, gradients, done, slot.offset());
      move(decaying, parameters, gradients, slot.offset(), slot.end());
      done = slot.end();
    }
    move(plain, parameters, gradients, done, adam.count());
  }

  private void move(AdamStep step, Storage parameters, Storage gradients, long from, long to) {
    if (from < to) {
      kernels.adamStep(
          step,
          run(gradients, from, to),
          run(means, from, to),
          run(squares, from, to),
          run(parameters, from, to));
    }
  }

  @Override
  public void close() {
    means.close();
    squares.close();
  }
}
