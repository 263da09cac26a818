package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.Transpose;
import org.nd4j.linalg.api.buffer.DataType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Matrix products of a training step, by our kernels and by ND4J's OpenBLAS. */
public class MatrixProductBenchmark extends OnAllCores {
  /** c = beta * c + op(a) b^T, or b as it lies where a is transposed. */
  public enum Shape {
    FEED_FORWARD_IN(1024, 256, 1024, Transpose.NONE, 0),
    FEED_FORWARD_OUT(1024, 1024, 256, Transpose.NONE, 1),
    PROJECTION(16384, 256, 256, Transpose.NONE, 0),
    WEIGHT_GRADIENT(256, 1024, 1024, Transpose.TRANSPOSED, 1);

    private final int rows;
    private final int inner;
    private final int columns;
    private final Transpose opA;
    private final double beta;

    Shape(int rows, int inner, int columns, Transpose opA, double beta) {
      this.rows = rows;
      this.inner = inner;
      this.columns = columns;
      this.opA = opA;
      this.beta = beta;
    }
  }

  /** Whose product. */
  public enum Whose {
    HOST,
    ND4J
  }

  @Param Shape shape;
  @Param Whose kernels;
  private Bench bench;
  private Matrix a;
  private Matrix b;
  private Matrix c;

  @Setup
  public void allocate() {
    bench = kernels == Whose.HOST ? Bench.onAllCores() : new Bench(new Nd4jKernels(DataType.FLOAT));
    boolean plain = shape.opA == Transpose.NONE;
    a = plain ? bench.matrix(shape.rows, shape.inner) : bench.matrix(shape.inner, shape.rows);
    b = plain ? bench.matrix(shape.columns, shape.inner) : bench.matrix(shape.inner, shape.columns);
    c = bench.matrix(shape.rows, shape.columns);
  }

  @TearDown
  public void close() {
    bench.close();
  }

  @Benchmark
  public void multiply(Work work) {
    Kernels computing = bench.kernels();
    Transpose opB = shape.opA == Transpose.NONE ? Transpose.TRANSPOSED : Transpose.NONE;
    computing.multiply(1, a, shape.opA, b, opB, shape.beta, c);
    work.product(shape.rows, shape.inner, shape.columns);
  }
}
