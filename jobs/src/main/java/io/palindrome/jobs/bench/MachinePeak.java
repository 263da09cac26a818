package io.palindrome.jobs.bench;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.kernel.Transpose;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How fast this machine multiplies float32 matrices: the best of several shapes and calls, through
 * the kernels of the step and through ND4J's own library.
 *
 * @param kernelFlops floating-point operations a second of {@link Kernels#multiply}
 * @param nd4jFlops the same of ND4J's kernels, which call its BLAS library
 */
public record MachinePeak(double kernelFlops, double nd4jFlops) {
  private static final double NANOS = 1e9;
  private static final int CALLS = 11;

  /** Where a shape has taken so long, no more calls of it are made: seconds. */
  private static final double LONG_ENOUGH = 2;

  /** Rows, inner dimension and columns: squares, and the shapes of a step. */
  private record Shape(int rows, int inner, int columns) {
    double flops() {
      return 2.0 * rows * inner * columns;
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1024, 1024, 1024),
          new Shape(2048, 2048, 2048),
          new Shape(4096, 256, 1024),
          new Shape(8192, 512, 2048));

  static MachinePeak measure(Kernels kernels) {
    try (Kernels nd4j = new Nd4jKernels(DataType.FLOAT)) {
      return new MachinePeak(best(kernels), best(nd4j));
    }
  }

  private static double best(Kernels kernels) {
    return SHAPES.stream().mapToDouble(shape -> measure(kernels, shape)).max().orElseThrow();
  }

  /** Floating-point operations a second of one shape: less exact, in less than a second. */
  public static double quick(Kernels kernels) {
    return measure(kernels, SHAPES.get(0));
  }

  /** Half of the measurements were at least so fast; each of the two by itself. */
  static MachinePeak median(List<MachinePeak> measured) {
    return new MachinePeak(
        StepMeasurement.median(measured.stream().mapToDouble(MachinePeak::kernelFlops)),
        StepMeasurement.median(measured.stream().mapToDouble(MachinePeak::nd4jFlops)));
  }

  double flops() {
    return Math.max(kernelFlops, nd4jFlops);
  }

  private static double measure(Kernels kernels, Shape shape) {
    Storage a = kernels.allocate((long) shape.rows() * shape.inner());
    Storage b = kernels.allocate((long) shape.inner() * shape.columns());
    Storage c = kernels.allocate((long) shape.rows() * shape.columns());
    Matrix left = Matrix.of(a, shape.rows(), shape.inner());
    Matrix right = Matrix.of(b, shape.columns(), shape.inner());
    Matrix product = Matrix.of(c, shape.rows(), shape.columns());
    kernels.fill(left, 0.5);
    kernels.fill(right, 0.25);
    double best =
        best(
            shape,
            () ->
                kernels.multiply(1, left, Transpose.NONE, right, Transpose.TRANSPOSED, 0, product));
    a.close();
    b.close();
    c.close();
    return best;
  }

  private static double best(Shape shape, Runnable call) {
    long first = System.nanoTime();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < CALLS; i++) {
      long began = System.nanoTime();
      call.run();
      long ended = System.nanoTime();
      best = Math.min(best, ended - began);
      if (ended - first > LONG_ENOUGH * NANOS) {
        break;
      }
    }
    return shape.flops() * NANOS / best;
  }
}
