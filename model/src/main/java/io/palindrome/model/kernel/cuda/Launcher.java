package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Chooses how many blocks a kernel gets, and puts its arguments together. */
final class Launcher {
  static final int THREADS = 256;

  /** Blocks of 256 threads that a multiprocessor holds, twice over. */
  private static final int BLOCKS_PER_MULTIPROCESSOR = 16;

  /** Elements of a row that a kernel can count. */
  private static final long MOST_JOINED = Integer.MAX_VALUE - 3;

  private static final int VECTOR = 4;
  private static final int WARP = 32;

  private final Device device;
  private final int mostBlocks;

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

  /** Runs a kernel that treats every element alike over matrices of one size. */
  void alike(String kernel, List<Object> first, Matrix... matrices) {
    Matrix size = matrices[0];
    long count = (long) size.rows() * size.columns();
    boolean dense = Stream.of(matrices).allMatch(matrix -> matrix.stride() == matrix.columns());
    elements(kernel, first, List.of(), dense && count <= MOST_JOINED ? joined(matrices) : matrices);
  }

  /** Dense matrices as one row each, whose elements are found without a division. */
  private static Matrix[] joined(Matrix... matrices) {
    return Stream.of(matrices)
        .map(
            matrix -> {
              int count = matrix.rows() * matrix.columns();
              return new Matrix(matrix.storage(), matrix.offset(), 1, count, count);
            })
        .toArray(Matrix[]::new);
  }

  /**
   * Runs a kernel over matrices of one size, four columns at a time where all of them can.
   *
   * @param first arguments before the matrices
   * @param others matrices among the first arguments, read at the same columns
   */
  void elements(String kernel, List<Object> first, List<Matrix> others, Matrix... matrices) {
    Matrix size = matrices[0];
    long count = (long) size.rows() * size.columns();
    if (count == 0) {
      return;
    }
    int width = width(Stream.concat(others.stream(), Stream.of(matrices)));
    List<Object> arguments = new ArrayList<>(first);
    for (Matrix matrix : matrices) {
      arguments.add(CudaStorage.address(matrix));
      arguments.add(matrix.stride());
    }
    arguments.addAll(List.of(size.rows(), size.columns(), width));
    device.launch(kernel, over(count / width), arguments.toArray());
  }

  /** 4 where all rows of all matrices can be read four elements at a time, else 1. */
  static int width(Stream<Matrix> matrices) {
    boolean aligned =
        matrices.allMatch(
            matrix ->
                CudaStorage.address(matrix) % (VECTOR * Float.BYTES) == 0
                    && matrix.columns() % VECTOR == 0
                    && (matrix.rows() == 1 || matrix.stride() % VECTOR == 0));
    return aligned ? VECTOR : 1;
  }
}
