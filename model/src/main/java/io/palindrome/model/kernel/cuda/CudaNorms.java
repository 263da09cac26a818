package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.ColumnNorm;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import java.util.stream.Stream;

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
    ColumnSums of(String kernel, Object... arguments) {
      int slabs = (columns + COLUMNS_OF_BLOCK - 1) / COLUMNS_OF_BLOCK;
      Object[] all = Stream.concat(Stream.of(arguments), Stream.of(at)).toArray();
      device.launch(kernel, new LaunchShape(count, slabs, Launcher.THREADS, 0), all);
      return this;
    }

    /** into = keep * into + scale * the sums of the first (0) or second (1) value. */
    void finish(int value, double scale, double keep, long into) {
      int blocks = (columns + COLUMNS_OF_BLOCK - 1) / COLUMNS_OF_BLOCK;
      long from = at + (long) value * count * columns * Float.BYTES;
      Object[] arguments = {from, count, columns, (float) scale, (float) keep, into};
      device.launch("sumParts", new LaunchShape(blocks, 1, SUM_THREADS, 0), arguments);
    }
  }

  private static boolean isEmpty(Matrix x) {
    return x.rows() == 0 || x.columns() == 0;
  }

  void addColumnSums(Matrix x, Matrix into) {
    if (!isEmpty(x)) {
      new ColumnSums(x)
          .of("columnSumParts", address(x), x.stride(), x.rows(), x.columns())
          .finish(0, 1, 1, address(into));
    }
  }

  void layerNorm(Matrix x, NormParameters norm, Matrix y) {
    if (isEmpty(x)) {
      return;
    }
    Object[] arguments = {
      address(x),
      x.stride(),
      address(norm.gain()),
      address(norm.bias()),
      (float) norm.epsilon(),
      address(y),
      y.stride(),
      x.rows(),
      x.columns(),
      Launcher.width(Stream.of(x, y, norm.gain(), norm.bias()))
    };
    device.launch("layerNorm", launcher.overWarps(x.rows()), arguments);
  }

  void addLayerNormGradient(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into) {
    if (isEmpty(x)) {
      return;
    }
    long ofRows = statistics.floats(2L * x.rows());
    Object[] arguments = {
      address(x),
      x.stride(),
      address(norm.gain()),
      (float) norm.epsilon(),
      address(gradY),
      gradY.stride(),
      address(gradX),
      gradX.stride(),
      ofRows,
      x.rows(),
      x.columns(),
      Launcher.width(Stream.of(x, gradY, gradX, norm.gain()))
    };
    device.launch("layerNormGradient", launcher.overWarps(x.rows()), arguments);
    ColumnSums both = new ColumnSums(x);
    both.of(
        "layerNormParts",
        address(x),
        x.stride(),
        ofRows,
        address(gradY),
        gradY.stride(),
        x.rows(),
        x.columns());
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
    both.of("columnSumParts", address(x), x.stride(), x.rows(), x.columns());
    both.finish(0, scale, 0, mean);
    both.of("columnSquareParts", address(x), x.stride(), mean, x.rows(), x.columns());
    both.finish(0, scale, 0, address(into.rowRange(1, 1)));
  }

  void columnNorm(Matrix x, ColumnNorm norm, Matrix y) {
    if (isEmpty(x)) {
      return;
    }
    Object[] arguments = {
      address(x),
      x.stride(),
      address(norm.mean()),
      address(norm.variance()),
      address(norm.parameters().gain()),
      address(norm.parameters().bias()),
      (float) norm.parameters().epsilon(),
      address(y),
      y.stride(),
      x.rows(),
      x.columns()
    };
    device.launch("columnNorm", launcher.over((long) x.rows() * x.columns()), arguments);
  }

  void addColumnNormGradient(
      Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into) {
    if (isEmpty(x)) {
      return;
    }
    int columns = x.columns();
    float epsilon = (float) norm.parameters().epsilon();
    Object[] common = {address(x), x.stride(), address(norm.mean()), address(norm.variance())};
    ColumnSums both = new ColumnSums(x);
    Object[] own = {epsilon, address(gradY), gradY.stride(), x.rows(), columns};
    both.of("columnNormParts", Stream.of(common, own).flatMap(Stream::of).toArray());
    long along = sums.floats(2L * columns);
    long sum = along + (long) columns * Float.BYTES;
    both.finish(0, 1, 0, along);
    both.finish(1, 1, 0, sum);
    Object[] rest = {
      address(norm.parameters().gain()),
      epsilon,
      address(gradY),
      gradY.stride(),
      along,
      sum,
      address(gradX),
      gradX.stride(),
      x.rows(),
      columns
    };
    device.launch(
        "columnNormGradient",
        launcher.over((long) x.rows() * columns),
        Stream.of(common, rest).flatMap(Stream::of).toArray());
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
