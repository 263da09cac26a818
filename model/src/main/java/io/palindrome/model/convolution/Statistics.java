package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;

/** Where batch normalization takes mean and variance from. */
public sealed interface Statistics {
  /** Writes mean and variance of every channel to taken, [2, channels]. */
  void take(BatchNorm norm, Matrix x, Matrix taken, Pass pass);

  /** What a second evaluation at the same point takes: the same, without a trace of having run. */
  Statistics again();

  /** The batch at hand, and nothing is remembered of it. */
  record OfBatch() implements Statistics {
    @Override
    public void take(BatchNorm norm, Matrix x, Matrix taken, Pass pass) {
      pass.kernels().columnStatistics(x, taken);
    }

    @Override
    public Statistics again() {
      return this;
    }
  }

  /** The batch at hand, which also moves the running statistics: once in a step. */
  record OfBatchRemembered(RunningStatistics running) implements Statistics {
    @Override
    public void take(BatchNorm norm, Matrix x, Matrix taken, Pass pass) {
      pass.kernels().columnStatistics(x, taken);
      running.update(norm.running(), taken.toArray(), x.rows());
    }

    @Override
    public Statistics again() {
      return new OfBatch();
    }
  }

  /** The running statistics: evaluation, where a batch must not change what an image gives. */
  record OfRunning(RunningStatistics running) implements Statistics {
    @Override
    public void take(BatchNorm norm, Matrix x, Matrix taken, Pass pass) {
      taken.storage().write(taken.offset(), running.read(norm.running()));
    }

    @Override
    public Statistics again() {
      return this;
    }
  }
}
