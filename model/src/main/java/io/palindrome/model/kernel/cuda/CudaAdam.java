package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.AdamStep;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;

/** What a step does with its gradients, where they lie. */
final class CudaAdam implements AutoCloseable {
  /** Parts of a sum: on any device the same, so that the sum is. */
  private static final int MOST_PARTS = 1024;

  private static final int ELEMENTS_OF_PART = 4 * Launcher.THREADS;
  private static final int INTEGERS_OF_DOUBLE = 2;

  private final Launcher launcher;
  private final DeviceScratch parts;

  CudaAdam(Launcher launcher) {
    this.launcher = launcher;
    parts = new DeviceScratch(launcher.device());
  }

  /** Waits for the device. */
  double sumOfSquares(Matrix x) {
    long count = (long) x.rows() * x.columns();
    if (count == 0) {
      return 0;
    }
    int blocks = (int) Math.min(MOST_PARTS, (count + ELEMENTS_OF_PART - 1) / ELEMENTS_OF_PART);
    int[] halves = new int[INTEGERS_OF_DOUBLE * blocks];
    long at = parts.integers(halves.length);
    LaunchShape shape = new LaunchShape(blocks, 1, Launcher.THREADS, 0);
    Object[] arguments = {address(x), x.stride(), x.rows(), x.columns(), at};
    launcher.device().launch("squareParts", shape, arguments);
    launcher.device().read(at, halves);
    double sum = 0;
    for (int part = 0; part < blocks; part++) {
      long low = Integer.toUnsignedLong(halves[INTEGERS_OF_DOUBLE * part]);
      long high = (long) halves[INTEGERS_OF_DOUBLE * part + 1] << Integer.SIZE;
      sum += Double.longBitsToDouble(high | low);
    }
    return sum;
  }

  void update(
      AdamStep step, Indices decaying, Matrix gradients, Matrix moments, Matrix parameters) {
    int count = parameters.columns();
    if (count == 0) {
      return;
    }
    Object[] arguments = {
      address(gradients),
      address(moments.rowRange(0, 1)),
      address(moments.rowRange(1, 1)),
      address(parameters),
      count,
      CudaIndices.address(decaying),
      decaying.length(),
      (float) step.beta1(),
      (float) (1 - step.beta1()),
      (float) step.beta2(),
      (float) (1 - step.beta2()),
      (float) step.epsilon(),
      (float) step.rate(),
      (float) step.root(),
      (float) step.gradientScale(),
      (float) step.decay()
    };
    launcher.device().launch("adamStep", launcher.over(count), arguments);
  }

  @Override
  public void close() {
    parts.close();
  }
}
