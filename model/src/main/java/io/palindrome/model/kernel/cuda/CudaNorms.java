package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.ColumnNorm;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;

/** Normalizations, their gradients, and the sums of columns that they need. */
final class CudaNorms implements AutoCloseable {
  private static final int COLUMNS_OF_BLOCK = 32;
  private static final int ROWS_OF_PART = 256;
  private static final int SUM_THREADS = 1024;

  private final Launcher launcher;
  private final Device device;
  private final DeviceScratch parts;
  private final DeviceScratch statistics;
  private final DeviceScratch sums;

  CudaNorms(Launcher launcher) {
    this.launcher = launcher;
    device = launcher.device();
    parts = new DeviceScratch(device);
    statistics = new DeviceScratch(device);
    sums = new DeviceScratch(device);
  }

  /** The first stage of sums over all rows of two values for every column. */
  private final class ColumnSums {
    private final int count;
    private final int columns;
    private final long at;

    ColumnSums(Matrix x) {
      count = (x.rows() + ROWS_OF_PART - 1) / ROWS_OF_PART;
      columns = x.columns();
      at = parts.floats(2L * count * columns);
    }

    /** Runs a kernel whose last argument is where its sums go. */
    ColumnSums of(String kernel, LaunchArguments arguments) {
      int slabs = (columns + COLUMNS_OF_BLOCK - 1) / COLUMNS_OF_BLOCK;
      LaunchShape shape = new LaunchShape(count, slabs, Launcher.THREADS, 0);
      device.launch(kernel, shape, arguments.with(at));
      return this;
    }

    /** into = keep * into + scale * the sums of the first (0) or second (1) value. */
    void finish(int value, double scale, double keep, long into) {
      int blocks = (columns + COLUMNS_OF_BLOCK - 1) / COLUMNS_OF_BLOCK;
      long from = at + (long) value * count * columns * Float.BYTES;
      LaunchArguments arguments = launcher.arguments().with(from).with(count).with(columns);
      arguments.with((float) scale).with((float) keep).with(into);
      device.launch("sumParts", new LaunchShape(blocks, 1, SUM_THREADS, 0), arguments);
    }
  }

  private static boolean isEmpty(Matrix x) {
    return x.rows() == 0 || x.columns() == 0;
  }

  void addColumnSums(Matrix x, Matrix into) {
    if (!isEmpty(x)) {
      new ColumnSums(x).of("columnSumParts", matrix(x)).finish(0, 1, 1, address(into));
    }
  }

  /** The first arguments of kernels that are told of one matrix only. */
  private LaunchArguments matrix(Matrix x) {
    return launcher.arguments().with(x).with(x.rows()).with(x.columns());
  }

  void layerNorm(Matrix x, NormParameters norm, Matrix y) {
    if (isEmpty(x)) {
      return;
    }
    LaunchArguments arguments =
        launcher
            .arguments()
            .with(x)
            .with(address(norm.gain()))
            .with(address(norm.bias()))
            .with((float) norm.epsilon())
            .with(y)
            .with(x.rows())
            .with(x.columns())
            .with(Launcher.width(x, y, norm.gain(), norm.bias()));
    device.launch("layerNorm", launcher.overWarps(x.rows()), arguments);
  }

  void addLayerNormGradient(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into) {
    if (isEmpty(x)) {
      return;
    }
    long ofRows = statistics.floats(2L * x.rows());
    LaunchArguments arguments =
        launcher
            .arguments()
            .with(x)
            .with(address(norm.gain()))
            .with((float) norm.epsilon())
            .with(gradY)
            .with(gradX)
            .with(ofRows)
            .with(x.rows())
            .with(x.columns())
            .with(Launcher.width(x, gradY, gradX, norm.gain()));
    device.launch("layerNormGradient", launcher.overWarps(x.rows()), arguments);
    ColumnSums both = new ColumnSums(x);
    arguments = launcher.arguments().with(x).with(ofRows).with(gradY);
    both.of("layerNormParts", arguments.with(x.rows()).with(x.columns()));
    both.finish(0, 1, 1, address(into.gain()));
    both.finish(1, 1, 1, address(into.bias()));
  }

  void columnStatistics(Matrix x, Matrix into) {
    if (isEmpty(x)) {
      return;
    }
    double scale = 1.0 / x.rows();
    long mean = address(into.rowRange(0, 1));
    ColumnSums both = new ColumnSums(x);
    both.of("columnSumParts", matrix(x));
    both.finish(0, scale, 0, mean);
    LaunchArguments squares = launcher.arguments().with(x).with(mean);
    both.of("columnSquareParts", squares.with(x.rows()).with(x.columns()));
    both.finish(0, scale, 0, address(into.rowRange(1, 1)));
  }

  void columnNorm(Matrix x, ColumnNorm norm, Matrix y) {
    if (isEmpty(x)) {
      return;
    }
    NormParameters parameters = norm.parameters();
    LaunchArguments arguments = columnNorm(x, norm);
    arguments.with(address(parameters.gain())).with(address(parameters.bias()));
    arguments.with((float) parameters.epsilon()).with(y).with(x.rows()).with(x.columns());
    device.launch("columnNorm", launcher.over((long) x.rows() * x.columns()), arguments);
  }

  /** The first arguments of kernels of column norms. */
  private LaunchArguments columnNorm(Matrix x, ColumnNorm norm) {
    LaunchArguments arguments = launcher.arguments().with(x);
    return arguments.with(address(norm.mean())).with(address(norm.variance()));
  }

  void addColumnNormGradient(
      Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into) {
    if (isEmpty(x)) {
      return;
    }
    int columns = x.columns();
    float epsilon = (float) norm.parameters().epsilon();
    ColumnSums both = new ColumnSums(x);
    LaunchArguments own = columnNorm(x, norm).with(epsilon).with(gradY);
    both.of("columnNormParts", own.with(x.rows()).with(columns));
    long along = sums.floats(2L * columns);
    long sum = along + (long) columns * Float.BYTES;
    both.finish(0, 1, 0, along);
    both.finish(1, 1, 0, sum);
    LaunchArguments arguments = columnNorm(x, norm).with(address(norm.parameters().gain()));
    arguments.with(epsilon).with(gradY).with(along).with(sum).with(gradX);
    device.launch(
        "columnNormGradient",
        launcher.over((long) x.rows() * columns),
        arguments.with(x.rows()).with(columns));
    both.finish(0, 1, 1, address(into.gain()));
    both.finish(1, 1, 1, address(into.bias()));
  }

  @Override
  public void close() {
    parts.close();
    statistics.close();
    sums.close();
  }
}
