package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.RotaryAngles;

/**
 * Rotary positions: sines and cosines of {@link #LOW} positions, and of every LOW-th one, lie on
 * the device; kernels put them together.
 */
final class CudaRotation implements AutoCloseable {
  private static final int LOW = 1024;

  private final Launcher launcher;
  private final Device device;
  private final DeviceScratch low;
  private final DeviceScratch high;
  private RotaryAngles angles = new RotaryAngles(0);
  private int highRows;

  CudaRotation(Launcher launcher) {
    this.launcher = launcher;
    device = launcher.device();
    low = new DeviceScratch(device);
    high = new DeviceScratch(device);
  }

  void rotate(double direction, int firstPosition, Matrix x) {
    int half = x.columns() / 2;
    long pairs = (long) x.rows() * half;
    if (pairs == 0) {
      return;
    }
    reach(half, firstPosition + x.rows() - 1);
    LaunchArguments arguments =
        launcher
            .arguments()
            .with(low.floats(2L * LOW * half))
            .with(high.floats(2L * highRows * half))
            .with((float) direction)
            .with(firstPosition)
            .with(x)
            .with(x.rows())
            .with(half);
    device.launch("rotatePairs", launcher.over(pairs), arguments);
  }

  private void reach(int half, int last) {
    if (angles.half() != half) {
      angles = new RotaryAngles(half);
      highRows = 0;
      device.write(low.floats(2L * LOW * half), table(LOW, 1));
    }
    int needed = last / LOW + 1;
    if (needed > highRows) {
      highRows = needed;
      device.write(high.floats(2L * needed * half), table(needed, LOW));
    }
  }

  /** (sine, cosine) of every {@code step}-th position, [rows, half]. */
  private float[] table(int rows, int step) {
    int half = angles.half();
    angles.reach((rows - 1) * step);
    float[] sines = new float[half];
    float[] cosines = new float[half];
    float[] table = new float[2 * rows * half];
    for (int row = 0; row < rows; row++) {
      angles.at(row * step, sines, cosines);
      for (int j = 0; j < half; j++) {
        table[2 * (row * half + j)] = sines[j];
        table[2 * (row * half + j) + 1] = cosines[j];
      }
    }
    return table;
  }

  @Override
  public void close() {
    low.close();
    high.close();
  }
}
