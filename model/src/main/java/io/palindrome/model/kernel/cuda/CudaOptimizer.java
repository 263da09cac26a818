package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.AdamStep;
import io.palindrome.model.kernel.Matrix;
import java.util.List;

/** What an optimizer does with flat vectors. */
final class CudaOptimizer implements AutoCloseable {
  /** The same on every device, so that sums have the same bits. */
  private static final int MOST_BLOCKS = 256;

  private final Launcher launcher;
  private final Device device;
  private final DeviceScratch parts;

  CudaOptimizer(Launcher launcher) {
    this.launcher = launcher;
    device = launcher.device();
    parts = new DeviceScratch(device);
  }

  void adamStep(AdamStep step, Matrix gradients, Matrix means, Matrix squares, Matrix parameters) {
    List<Object> numbers =
        List.of(
            (float) step.beta1(),
            (float) (1 - step.beta1()),
            (float) step.beta2(),
            (float) (1 - step.beta2()),
            (float) step.epsilon(),
            (float) step.rate(),
            (float) (1 / step.root()),
            (float) step.gradientScale(),
            (float) step.decay());
    launcher.alike("adamStep", numbers, gradients, means, squares, parameters);
  }

  /** Waits for the device. */
  double sumOfSquares(Matrix x) {
    long count = (long) x.rows() * x.columns();
    long blocks = Math.min(MOST_BLOCKS, count / Launcher.THREADS + 1);
    LaunchShape shape = new LaunchShape((int) blocks, 1, Launcher.THREADS, 0);
    int[] halves = new int[2 * shape.blocks()];
    long at = parts.integers(halves.length);
    device.launch("sumSquares", shape, address(x), x.stride(), x.rows(), x.columns(), at);
    device.read(at, halves);
    double sum = 0;
    for (int i = 0; i < halves.length; i += 2) {
      long bits = (long) halves[i + 1] << Integer.SIZE | Integer.toUnsignedLong(halves[i]);
      sum += Double.longBitsToDouble(bits);
    }
    return sum;
  }

  @Override
  public void close() {
    parts.close();
  }
}
