package io.palindrome.model.optimizer;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The flat state of an optimizer in the memory of kernels; it begins as zeros. */
final class KernelState implements AutoCloseable {
  private final Kernels kernels;
  private final Storage storage;
  private final long length;

  KernelState(Kernels kernels, long length) {
    this.kernels = kernels;
    this.length = length;
    storage = kernels.allocate(length);
    kernels.fill(run(0, length), 0);
  }

  /** Elements [from, from + length) of any flat vector as one row. */
  static Matrix run(Storage flat, long from, long length) {
    int columns = Math.toIntExact(length);
    return new Matrix(flat, from, 1, columns, columns);
  }

  /** Elements [from, from + length) as one row. */
  Matrix run(long from, long length) {
    return run(storage, from, length);
  }

  void load(INDArray state) {
    check(state);
    kernels.load(state, storage);
  }

  void store(INDArray state) {
    check(state);
    kernels.store(storage, state);
  }

  private void check(INDArray state) {
    Check.that(
        state.length() == length,
        "optimizer state must have %d elements, but has %d",
        length,
        state.length());
  }

  @Override
  public void close() {
    storage.close();
  }
}
