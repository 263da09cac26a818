package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.AdafactorStep;
import io.palindrome.model.kernel.Matrix;

/** Steps of Adafactor (adafactor.cu); nothing of them is waited for. */
final class CudaAdafactor implements AutoCloseable {
  private static final int COLUMNS_OF_BLOCK = 32;
  private static final int ROWS_OF_PART = 256;

  /** The same on every device, so that sums have the same bits. */
  private static final int MOST_BLOCKS = 256;

  private static final LaunchShape ONE_BLOCK = new LaunchShape(1, 1, Launcher.THREADS, 0);

  private final Launcher launcher;
  private final Device device;
  private final DeviceScratch parts;
  private final DeviceScratch numbers;

  CudaAdafactor(Launcher launcher) {
    this.launcher = launcher;
    device = launcher.device();
    parts = new DeviceScratch(device);
    numbers = new DeviceScratch(device);
  }

  void step(AdafactorStep step, Matrix g, Matrix rowMoments, Matrix columnMoments, Matrix p) {
    if (g.rows() == 0 || g.columns() == 0) {
      return;
    }
    long ofColumns = address(columnMoments);
    long ofRows = rowMoments == null ? 0 : address(rowMoments);
    long scalars = numbers.floats(2);
    absorbColumns(step, g, ofColumns);
    if (rowMoments != null) {
      absorbRows(step, g, ofRows);
      device.launch("adafactorMean", ONE_BLOCK, ofRows, g.rows(), scalars);
    }
    float scale = (float) step.gradientScale();
    long elements = (long) g.rows() * g.columns();
    int blocks = (int) Math.min(MOST_BLOCKS, elements / Launcher.THREADS + 1);
    long sums = parts.floats(2L * blocks);
    Object[] squares = {
      address(g), g.stride(), g.rows(), g.columns(), scale, ofRows, ofColumns, scalars, sums
    };
    device.launch("adafactorSquares", new LaunchShape(blocks, 1, Launcher.THREADS, 0), squares);
    float rate = (float) step.rate();
    device.launch("adafactorFactor", ONE_BLOCK, sums, blocks, elements, rate, scalars);
    Object[] move = {
      address(g),
      g.stride(),
      address(p),
      p.stride(),
      g.rows(),
      g.columns(),
      scale,
      ofRows,
      ofColumns,
      scalars
    };
    device.launch("adafactorMove", launcher.over(elements), move);
  }

  private void absorbRows(AdafactorStep step, Matrix g, long moments) {
    Object[] arguments = {
      address(g),
      g.stride(),
      g.rows(),
      g.columns(),
      (float) step.gradientScale(),
      (float) step.decay(),
      (float) (1 - step.decay()),
      moments
    };
    device.launch("adafactorRows", launcher.overWarps(g.rows()), arguments);
  }

  private void absorbColumns(AdafactorStep step, Matrix g, long moments) {
    int count = (g.rows() + ROWS_OF_PART - 1) / ROWS_OF_PART;
    int slabs = (g.columns() + COLUMNS_OF_BLOCK - 1) / COLUMNS_OF_BLOCK;
    long sums = parts.floats(2L * count * g.columns());
    float scale = (float) step.gradientScale();
    device.launch(
        "adafactorColumnParts",
        new LaunchShape(slabs, count, Launcher.THREADS, 0),
        address(g),
        g.stride(),
        g.rows(),
        g.columns(),
        scale,
        sums);
    float decay = (float) step.decay();
    float rest = (float) (1 - step.decay());
    device.launch(
        "adafactorColumns",
        launcher.over(g.columns()),
        sums,
        count,
        g.rows(),
        g.columns(),
        decay,
        rest,
        moments);
  }

  @Override
  public void close() {
    parts.close();
    numbers.close();
  }
}
