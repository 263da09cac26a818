package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.Transpose;
import org.nd4j.linalg.api.buffer.DataType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What other kernels are held to: large square products for the peak, the better of two, and copies
 * of arrays that no cache holds for the bandwidth.
 */
public class MachineBenchmark extends OnAllCores {
  private static final int SIDE = 2048;
  private static final int COPIED_ROWS = 1 << 16;
  private static final int COPIED_COLUMNS = 1 << 10;

  private final Bench host = Bench.onAllCores();
  private final Bench nd4j = new Bench(new Nd4jKernels(DataType.FLOAT));

  /** Operands of one product. */
  private record Square(Matrix a, Matrix b, Matrix c) {
    static Square of(Bench bench) {
      return new Square(
          bench.matrix(SIDE, SIDE), bench.matrix(SIDE, SIDE), bench.matrix(SIDE, SIDE));
    }
  }

  private Square onHost;
  private Square onNd4j;
  private Matrix from;
  private Matrix to;

  @Setup
  public void allocate() {
    onHost = Square.of(host);
    onNd4j = Square.of(nd4j);
    from = host.matrix(COPIED_ROWS, COPIED_COLUMNS);
    to = host.matrix(COPIED_ROWS, COPIED_COLUMNS);
  }

  @TearDown
  public void close() {
    host.close();
    nd4j.close();
  }

  private static void multiply(Bench bench, Square s, Work work) {
    bench.kernels().multiply(1, s.a(), Transpose.NONE, s.b(), Transpose.TRANSPOSED, 0, s.c());
    work.product(SIDE, SIDE, SIDE);
  }

  @Benchmark
  public void multiply(Work work) {
    multiply(host, onHost, work);
  }

  @Benchmark
  public void multiplyByNd4j(Work work) {
    multiply(nd4j, onNd4j, work);
  }

  @Benchmark
  public void copy(Work work) {
    host.kernels().copy(from, to);
    work.elements(2.0 * COPIED_ROWS * COPIED_COLUMNS);
  }
}
