package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/** A block of rows of the left operand in bfloat16, and its product. For one thread. */
final class Bfloat16RowBlock {
  private static final int MOST_ROWS = 256;
  private static final int LONG_DEPTH = 1024;
  private static final int TASKS = 8;

  private final Bfloat16Operand own = new Bfloat16Operand();
  private final float[] row = new float[Bfloat16Columns.WIDE];
  private final AlignedMemory product = new AlignedMemory();
  private final FloatBuffer values;
  private final Map<OneDnnMatmul.Shape, OneDnnMatmul> matmuls = new HashMap<>();

  Bfloat16RowBlock() {
    product.grow((long) MOST_ROWS * Bfloat16Columns.WIDE * Float.BYTES);
    values = product.buffer().asFloatBuffer();
  }

  /** Rows of a block, by the shape alone: fewer where there are few, so that threads get some. */
  static int rows(int all, int depth) {
    int most = depth <= LONG_DEPTH ? MOST_ROWS : MOST_ROWS / 2;
    return Math.min(most, Bfloat16Padding.rows((all + TASKS - 1) / TASKS));
  }

  /** Rounds the rows of a from {@code first} on, which go along the depth, and multiplies them. */
  void multiply(
      ProductOperand a,
      int first,
      Bfloat16Columns b,
      ProductSlice slice,
      Matrix c,
      short[] scratch) {
    int depth = Bfloat16Padding.depth(slice.depth());
    int start = a.at(first, slice.from());
    own.take(
        new Bfloat16Operand.Runs(a.values(), start, a.row(), c.rows(), slice.depth()),
        Bfloat16Padding.rows(c.rows()),
        depth);
    own.round(1, scratch);
    multiply(own.at(0, 0, 0), false, Bfloat16Padding.rows(c.rows()), b, slice, c);
  }

  /**
   * Multiplies rows that are rounded already.
   *
   * @param rows of a, padding included; c has no more
   * @param aTransposed whether a lies as [depth, rows], and not as [rows, depth]
   */
  void multiply(
      BytePointer a,
      boolean aTransposed,
      int rows,
      Bfloat16Columns b,
      ProductSlice slice,
      Matrix c) {
    for (int block = 0; block < b.blocks(); block++) {
      int columns = b.columns(block);
      OneDnnMatmul.Shape shape =
          new OneDnnMatmul.Shape(rows, Bfloat16Padding.depth(slice.depth()), columns, aTransposed);
      matmul(shape).multiply(a, b.memory(block), product.at(0));
      store(columns, c, slice.column() + b.column(block), slice.add());
    }
  }

  private OneDnnMatmul matmul(OneDnnMatmul.Shape shape) {
    OneDnn.prepareThread();
    return matmuls.computeIfAbsent(shape, OneDnnMatmul::new);
  }

  private void store(int columns, Matrix c, int column, boolean add) {
    float[] to = HostStorage.of(c);
    for (int i = 0; i < c.rows(); i++) {
      int at = HostStorage.at(c, i) + column;
      if (add) {
        values.get(i * columns, row, 0, columns);
        RowOperations.add(1, row, 0, to, at, columns);
      } else {
        values.get(i * columns, to, at, columns);
      }
    }
  }
}
