package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/**
 * Matrix product of operands rounded to bfloat16, summed up in float32 (mixed precision as in
 * Kalamkar et al. 2019): half the bytes, and twice the multiply-adds an instruction. A block of b
 * is rounded once and shared; blocks of rows of a are rounded and multiplied in parallel, each by
 * one thread, so threads never change a bit.
 */
final class Bfloat16Product implements HostProduct {
  private static final int ROW_BLOCK = 192;
  private static final int DEPTH_SLICE = 2048;
  private static final int COLUMN_BLOCK = 2048;

  /** Blocks at an edge are padded to multiples of these: few shapes, so little to compile. */
  private static final int ROW_STEP = 48;

  private static final int DEPTH_STEP = 64;
  private static final int RUNS_PER_TASK = 32;

  private final WorkerPool workers;
  private final Bfloat16Operand right = new Bfloat16Operand();
  private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);

  Bfloat16Product(WorkerPool workers) {
    this.workers = workers;
  }

  /** What one thread works with. */
  private static final class Scratch {
    final Bfloat16Operand left = new Bfloat16Operand();
    final short[] run = new short[Math.max(DEPTH_SLICE, COLUMN_BLOCK)];
    final float[] row = new float[COLUMN_BLOCK];
    final BytePointer product = new BytePointer((long) ROW_BLOCK * COLUMN_BLOCK * Float.BYTES);
    final FloatBuffer values =
        product.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    final Map<OneDnnMatmul.Shape, OneDnnMatmul> matmuls = new HashMap<>();

    OneDnnMatmul matmul(OneDnnMatmul.Shape shape) {
      OpenMpThreads.oneForThisThread();
      return matmuls.computeIfAbsent(shape, OneDnnMatmul::new);
    }
  }

  /**
   * A slice of the problem: columns [column, column + columns), depth [from, from + depth), padded
   * to {@code paddedDepth}.
   */
  private record Slice(
      int column, int columns, int from, int depth, int paddedDepth, float alpha, boolean add) {}

  @Override
  public void multiply(
      float alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, float beta, Matrix c) {
    int depth = opA == Transpose.NONE ? a.columns() : a.rows();
    ProductOperand left = ProductOperand.of(a, opA);
    ProductOperand rightHand = ProductOperand.of(b, opB);
    if (beta != 0 && beta != 1) {
      PackedProduct.scale(beta, c);
    }
    for (int column = 0; column < c.columns(); column += COLUMN_BLOCK) {
      int columns = Math.min(COLUMN_BLOCK, c.columns() - column);
      for (int from = 0; from < depth; from += DEPTH_SLICE) {
        int slice = Math.min(DEPTH_SLICE, depth - from);
        boolean add = from > 0 || beta != 0;
        int padded = roundUp(slice, DEPTH_STEP);
        multiply(left, rightHand, c, new Slice(column, columns, from, slice, padded, alpha, add));
      }
    }
  }

  private static int roundUp(int count, int step) {
    return (count + step - 1) / step * step;
  }

  private void multiply(ProductOperand a, ProductOperand b, Matrix c, Slice slice) {
    roundRight(b, slice);
    workers.forEach(
        (c.rows() + ROW_BLOCK - 1) / ROW_BLOCK,
        block -> {
          int first = block * ROW_BLOCK;
          multiplyRows(a, b, c, slice, first, Math.min(ROW_BLOCK, c.rows() - first));
        });
  }

  /** Element (k, j) of b lies at b.at(from + k, column + j). */
  private void roundRight(ProductOperand b, Slice slice) {
    boolean alongColumns = b.column() == 1;
    int runs = alongColumns ? slice.paddedDepth() : slice.columns();
    int count = alongColumns ? slice.columns() : slice.depth();
    int present = alongColumns ? slice.depth() : slice.columns();
    right.resize(runs, alongColumns ? slice.columns() : slice.paddedDepth());
    workers.forEach(
        (runs + RUNS_PER_TASK - 1) / RUNS_PER_TASK,
        task -> {
          short[] row = scratches.get().run;
          for (int run = task * RUNS_PER_TASK;
              run < Math.min(runs, (task + 1) * RUNS_PER_TASK);
              run++) {
            int k = slice.from() + (alongColumns ? run : 0);
            int j = slice.column() + (alongColumns ? 0 : run);
            int elements = run < present ? count : 0;
            int at = run < present ? b.at(k, j) : 0;
            right.round(slice.alpha(), b.values(), at, elements, run, row);
          }
        });
  }

  private void multiplyRows(
      ProductOperand a, ProductOperand b, Matrix c, Slice slice, int first, int rows) {
    Scratch scratch = scratches.get();
    int padded = roundUp(rows, ROW_STEP);
    roundLeft(a, slice, first, rows, padded, scratch);
    OneDnnMatmul.Shape shape =
        new OneDnnMatmul.Shape(
            padded, slice.paddedDepth(), slice.columns(), a.column() != 1, b.column() != 1);
    scratch.matmul(shape).multiply(scratch.left.memory(), right.memory(), scratch.product);
    float[] values = HostStorage.of(c);
    for (int row = 0; row < rows; row++) {
      int at = HostStorage.at(c, first + row) + slice.column();
      int from = row * slice.columns();
      if (slice.add()) {
        scratch.values.get(from, scratch.row, 0, slice.columns());
        RowOperations.add(1, scratch.row, 0, values, at, slice.columns());
      } else {
        scratch.values.get(from, values, at, slice.columns());
      }
    }
  }

  private static void roundLeft(
      ProductOperand a, Slice slice, int first, int rows, int padded, Scratch scratch) {
    boolean alongDepth = a.column() == 1;
    int runs = alongDepth ? padded : slice.paddedDepth();
    int present = alongDepth ? rows : slice.depth();
    int count = alongDepth ? slice.depth() : rows;
    scratch.left.resize(runs, alongDepth ? slice.paddedDepth() : padded);
    for (int run = 0; run < runs; run++) {
      int i = first + (alongDepth ? run : 0);
      int k = slice.from() + (alongDepth ? 0 : run);
      int elements = run < present ? count : 0;
      int at = run < present ? a.at(i, k) : 0;
      scratch.left.round(1, a.values(), at, elements, run, scratch.run);
    }
  }
}
