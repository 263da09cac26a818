package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Matrix;

/** Chooses how many blocks a kernel gets, and puts its arguments together. */
final class Launcher {
  static final int THREADS = 256;

  /** Blocks of 256 threads that a multiprocessor holds, twice over. */
  private static final int BLOCKS_PER_MULTIPROCESSOR = 16;

  /** Elements of a row that a kernel can count. */
  private static final long MOST_JOINED = Integer.MAX_VALUE - 3;

  private static final int VECTOR = 4;
  private static final int ALIGNMENT = VECTOR * Float.BYTES;
  private static final int WARP = 32;

  private final Device device;
  private final int mostBlocks;
  private final LaunchArguments arguments = new LaunchArguments();

  Launcher(Device device) {
    this.device = device;
    mostBlocks = device.limits().multiprocessors() * BLOCKS_PER_MULTIPROCESSOR;
  }

  Device device() {
    return device;
  }

  /** The grid for a kernel that walks over that much work with all its threads. */
  LaunchShape over(long work) {
    long blocks = Math.min(mostBlocks, (work + THREADS - 1) / THREADS);
    return new LaunchShape((int) Math.max(1, blocks), 1, THREADS, 0);
  }

  /** The grid for a kernel that gives a warp to every row. */
  LaunchShape overWarps(long rows) {
    return over(rows * WARP);
  }

  /** Arguments to fill for the next launch; there is one such object. */
  LaunchArguments arguments() {
    return arguments.clear();
  }

  /**
   * Runs a kernel that treats every element alike over matrices of one size. Dense ones are taken
   * as one row each, whose elements are found without a division.
   *
   * @param first arguments before the matrices
   */
  void alike(String kernel, LaunchArguments first, Matrix... matrices) {
    Matrix size = matrices[0];
    long count = (long) size.rows() * size.columns();
    boolean joined = count <= MOST_JOINED;
    for (Matrix matrix : matrices) {
      joined &= matrix.stride() == matrix.columns();
    }
    if (!joined) {
      elements(kernel, first, VECTOR, matrices);
      return;
    }
    int columns = (int) count;
    int width = columns % VECTOR == 0 ? VECTOR : 1;
    for (Matrix matrix : matrices) {
      long address = CudaStorage.address(matrix);
      width = address % ALIGNMENT == 0 ? width : 1;
      first.with(address).with(columns);
    }
    launch(kernel, first, 1, columns, width);
  }

  /**
   * Runs a kernel over matrices of one size, four columns at a time where all of them can.
   *
   * @param first arguments before the matrices
   * @param most columns at a time that matrices among the first arguments allow
   */
  void elements(String kernel, LaunchArguments first, int most, Matrix... matrices) {
    for (Matrix matrix : matrices) {
      first.with(matrix);
    }
    int width = Math.min(most, width(matrices));
    launch(kernel, first, matrices[0].rows(), matrices[0].columns(), width);
  }

  private void launch(String kernel, LaunchArguments first, int rows, int columns, int width) {
    long count = (long) rows * columns;
    if (count > 0) {
      device.launch(kernel, over(count / width), first.with(rows).with(columns).with(width));
    }
  }

  /** 4 where all rows of all matrices can be read four elements at a time, else 1. */
  static int width(Matrix... matrices) {
    for (Matrix matrix : matrices) {
      boolean aligned =
          CudaStorage.address(matrix) % ALIGNMENT == 0
              && matrix.columns() % VECTOR == 0
              && (matrix.rows() == 1 || matrix.stride() % VECTOR == 0);
      if (!aligned) {
        return 1;
      }
    }
    return VECTOR;
  }
}
