package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.AdafactorStep;
import io.palindrome.model.kernel.AdamStep;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.MomentumStep;

/** What an optimizer does with flat vectors. */
final class CudaOptimizer implements AutoCloseable {
  /** The same on every device, so that sums have the same bits. */
  private static final int MOST_BLOCKS = 256;

  private final Launcher launcher;
  private final Device device;
  private final DeviceScratch parts;
  private final CudaAdafactor adafactor;

  CudaOptimizer(Launcher launcher) {
    this.launcher = launcher;
    device = launcher.device();
    parts = new DeviceScratch(device);
    adafactor = new CudaAdafactor(launcher);
  }

  void adamStep(AdamStep step, Matrix gradients, Matrix means, Matrix squares, Matrix parameters) {
    LaunchArguments numbers =
        launcher
            .arguments()
            .with((float) step.beta1())
            .with((float) (1 - step.beta1()))
            .with((float) step.beta2())
            .with((float) (1 - step.beta2()))
            .with((float) step.epsilon())
            .with((float) step.rate())
            .with((float) (1 / step.root()))
            .with((float) step.gradientScale())
            .with((float) step.decay());
    launcher.alike("adamStep", numbers, gradients, means, squares, parameters);
  }

  void momentumStep(MomentumStep step, Matrix gradients, Matrix buffer, Matrix parameters) {
    LaunchArguments numbers =
        launcher
            .arguments()
            .with((float) step.momentum())
            .with((float) step.gradientScale())
            .with((float) step.ofGradient())
            .with((float) step.ofBuffer());
    launcher.alike("momentumStep", numbers, gradients, buffer, parameters);
  }

  void adafactorStep(
      AdafactorStep step,
      Matrix gradients,
      Matrix rowMoments,
      Matrix columnMoments,
      Matrix parameters) {
    adafactor.step(step, gradients, rowMoments, columnMoments, parameters);
  }

  double sumOfSquares(Matrix x) {
    return sum("sumSquares", x);
  }

  double sumOfElements(Matrix x) {
    return sum("sumElements", x);
  }

  /** Waits for the device. */
  private double sum(String kernel, Matrix x) {
    long count = (long) x.rows() * x.columns();
    long blocks = Math.min(MOST_BLOCKS, count / Launcher.THREADS + 1);
    LaunchShape shape = new LaunchShape((int) blocks, 1, Launcher.THREADS, 0);
    int[] halves = new int[2 * shape.blocks()];
    long at = parts.integers(halves.length);
    device.launch(kernel, shape, address(x), x.stride(), x.rows(), x.columns(), at);
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
    adafactor.close();
  }
}
