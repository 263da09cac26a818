package io.palindrome.model.optimizer;

import io.palindrome.model.kernel.AdafactorStep;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.parameter.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Adafactor} in the memory of kernels, a slot at a time. */
final class KernelAdafactor implements KernelOptimizer {
  private final Adafactor optimizer;
  private final Kernels kernels;
  private final KernelState moments;

  KernelAdafactor(Adafactor optimizer, Kernels kernels) {
    this.optimizer = optimizer;
    this.kernels = kernels;
    moments = new KernelState(kernels, optimizer.stateLength());
  }

  @Override
  public void load(INDArray state) {
    moments.load(state);
  }

  @Override
  public void store(INDArray state) {
    moments.store(state);
  }

  @Override
  public void step(Storage parameters, Storage gradients, StepSize size) {
    AdafactorStep step = AdafactorStep.at(size.step(), size.learningRate(), size.gradientScale());
    long at = 0;
    for (Slot slot : optimizer.slots()) {
      boolean factored = Adafactor.factored(slot);
      long ofRows = factored ? slot.rows() : 0;
      long ofColumns = factored ? slot.columns() : slot.length();
      kernels.adafactorStep(
          step,
          matrix(gradients, slot, ofColumns),
          factored ? moments.run(at, ofRows) : null,
          moments.run(at + ofRows, ofColumns),
          matrix(parameters, slot, ofColumns));
      at += ofRows + ofColumns;
    }
  }

  private static Matrix matrix(Storage flat, Slot slot, long columns) {
    int width = Math.toIntExact(columns);
    return new Matrix(flat, slot.offset(), Math.toIntExact(slot.length() / columns), width, width);
  }

  @Override
  public void close() {
    moments.close();
  }
}
