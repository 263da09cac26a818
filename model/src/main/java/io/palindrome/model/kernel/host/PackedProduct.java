package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import java.util.Arrays;

/**
 * Matrix product by packed panels (Goto and van de Geijn 2008): panels of b for one slice of the
 * depth are packed once and shared, then blocks of rows of a are packed and multiplied in parallel.
 * Every element of c is summed in the order of the depth by one thread, so threads never change a
 * bit.
 */
final class PackedProduct {
  private static final int ROWS = PackedTile6x4.ROWS;
  private static final int NARROW = Lanes.LENGTH * PackedTile6x2.VECTORS;
  private static final int WIDE = Lanes.LENGTH * PackedTile6x4.VECTORS;
  private static final int DEPTH_SLICE = 256;
  private static final int ROW_BLOCK = 96;
  private static final int COLUMN_BLOCK = 2048;

  private final WorkerPool workers;
  private final ThreadLocal<float[]> packedA =
      ThreadLocal.withInitial(() -> new float[ROW_BLOCK * DEPTH_SLICE]);
  private final ThreadLocal<float[]> edgeTile =
      ThreadLocal.withInitial(() -> new float[ROWS * WIDE]);
  private float[] packedB = new float[0];

  PackedProduct(WorkerPool workers) {
    this.workers = workers;
  }

  /** An operand as it is read: element (i, k) at offset + i * row + k * column. */
  private record Operand(float[] values, int offset, int row, int column) {
    static Operand of(Matrix matrix, Transpose transpose) {
      boolean asItLies = transpose == Transpose.NONE;
      return new Operand(
          HostStorage.of(matrix),
          HostStorage.at(matrix, 0),
          asItLies ? matrix.stride() : 1,
          asItLies ? 1 : matrix.stride());
    }
  }

  /** A slice of the problem: columns [column, column + columns), depth [from, from + depth). */
  private record Slice(int column, int columns, int from, int depth, float alpha, float beta) {
    boolean overwrites() {
      return alpha == 1 && beta == 0;
    }

    /** Columns of a tile: few columns fill a narrow one better. */
    int tileWidth() {
      return Lanes.MANY_REGISTERS && columns > NARROW ? WIDE : NARROW;
    }
  }

  /** c = beta * c + alpha * op(a) op(b). */
  void multiply(
      float alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, float beta, Matrix c) {
    int depth = opA == Transpose.NONE ? a.columns() : a.rows();
    Operand left = Operand.of(a, opA);
    Operand right = Operand.of(b, opB);
    for (int column = 0; column < c.columns(); column += COLUMN_BLOCK) {
      int columns = Math.min(COLUMN_BLOCK, c.columns() - column);
      for (int from = 0; from < depth; from += DEPTH_SLICE) {
        int slice = Math.min(DEPTH_SLICE, depth - from);
        float keep = from == 0 ? beta : 1;
        multiply(left, right, c, new Slice(column, columns, from, slice, alpha, keep));
      }
    }
  }

  private void multiply(Operand a, Operand b, Matrix c, Slice slice) {
    int tileWidth = slice.tileWidth();
    int panels = (slice.columns() + tileWidth - 1) / tileWidth;
    int length = panels * tileWidth * slice.depth();
    if (packedB.length < length) {
      packedB = new float[length];
    }
    workers.forEach(panels, panel -> packColumns(b, slice, panel));
    int rowBlock = rowBlock(c.rows());
    int blocks = (c.rows() + rowBlock - 1) / rowBlock;
    workers.forEach(
        blocks,
        block -> {
          int first = block * rowBlock;
          multiplyRows(a, c, slice, first, Math.min(rowBlock, c.rows() - first));
        });
  }

  /** Rows of one task: fewer where the product has few rows, so that all threads get some. */
  private int rowBlock(int rows) {
    int even = (rows + 2 * workers.size() - 1) / (2 * workers.size());
    return Math.max(ROWS, Math.min(ROW_BLOCK, (even + ROWS - 1) / ROWS * ROWS));
  }

  private void multiplyRows(Operand a, Matrix c, Slice slice, int first, int rows) {
    float[] packed = packedA.get();
    packRows(a, slice, first, rows, packed);
    float[] values = HostStorage.of(c);
    float[] edge = edgeTile.get();
    int tileWidth = slice.tileWidth();
    for (int column = 0; column < slice.columns(); column += tileWidth) {
      int bOffset = column * slice.depth();
      int width = Math.min(tileWidth, slice.columns() - column);
      for (int row = 0; row < rows; row += ROWS) {
        int aOffset = row * slice.depth();
        int cOffset = HostStorage.at(c, first + row) + slice.column() + column;
        int height = Math.min(ROWS, rows - row);
        if (width == tileWidth && height == ROWS && slice.overwrites()) {
          tile(slice, packed, aOffset, bOffset, values, cOffset, c.stride());
        } else {
          tile(slice, packed, aOffset, bOffset, edge, 0, tileWidth);
          for (int i = 0; i < height; i++) {
            int at = cOffset + i * c.stride();
            if (slice.beta() == 0) {
              RowOperations.scale(slice.alpha(), edge, i * tileWidth, values, at, width);
            } else {
              RowOperations.combine(
                  slice.beta(), values, at, slice.alpha(), edge, i * tileWidth, width);
            }
          }
        }
      }
    }
  }

  private void tile(
      Slice slice, float[] a, int aOffset, int bOffset, float[] c, int cOffset, int stride) {
    int depth = slice.depth();
    if (slice.tileWidth() == WIDE) {
      PackedTile6x4.multiply(depth, a, aOffset, packedB, bOffset, c, cOffset, stride);
    } else {
      PackedTile6x2.multiply(depth, a, aOffset, packedB, bOffset, c, cOffset, stride);
    }
  }

  private void packColumns(Operand b, Slice slice, int panel) {
    int tileWidth = slice.tileWidth();
    int column = panel * tileWidth;
    int width = Math.min(tileWidth, slice.columns() - column);
    int to = column * slice.depth();
    int from = b.offset() + slice.from() * b.row() + (slice.column() + column) * b.column();
    if (width < tileWidth) {
      Arrays.fill(packedB, to, to + tileWidth * slice.depth(), 0);
    }
    if (b.column() == 1) {
      for (int k = 0; k < slice.depth(); k++) {
        System.arraycopy(b.values(), from + k * b.row(), packedB, to + k * tileWidth, width);
      }
    } else {
      packTransposed(b, from, width, slice, to);
    }
  }

  /** Columns of b lie contiguous along the depth: four at a time, so that lines are used whole. */
  private void packTransposed(Operand b, int from, int width, Slice slice, int to) {
    int depth = slice.depth();
    int tileWidth = slice.tileWidth();
    float[] values = b.values();
    float[] packed = packedB;
    int stride = b.column();
    int j = 0;
    for (; j + 4 <= width; j += 4) {
      int s0 = from + j * stride;
      int s1 = s0 + stride;
      int s2 = s1 + stride;
      int s3 = s2 + stride;
      for (int k = 0; k < depth; k++) {
        int at = to + k * tileWidth + j;
        packed[at] = values[s0 + k];
        packed[at + 1] = values[s1 + k];
        packed[at + 2] = values[s2 + k];
        packed[at + 3] = values[s3 + k];
      }
    }
    for (; j < width; j++) {
      for (int k = 0; k < depth; k++) {
        packed[to + k * tileWidth + j] = values[from + j * stride + k];
      }
    }
  }

  private static void packRows(Operand a, Slice slice, int first, int rows, float[] packed) {
    for (int row = 0; row < rows; row += ROWS) {
      int from = a.offset() + (first + row) * a.row() + slice.from() * a.column();
      int to = row * slice.depth();
      if (rows - row >= ROWS) {
        packSix(a, from, slice.depth(), packed, to);
      } else {
        packFew(a, from, rows - row, slice.depth(), packed, to);
      }
    }
  }

  private static void packSix(Operand a, int from, int depth, float[] packed, int to) {
    float[] values = a.values();
    int s1 = from + a.row();
    int s2 = s1 + a.row();
    int s3 = s2 + a.row();
    int s4 = s3 + a.row();
    int s5 = s4 + a.row();
    int step = a.column();
    for (int k = 0, at = to, shift = 0; k < depth; k++, at += ROWS, shift += step) {
      packed[at] = values[from + shift];
      packed[at + 1] = values[s1 + shift];
      packed[at + 2] = values[s2 + shift];
      packed[at + 3] = values[s3 + shift];
      packed[at + 4] = values[s4 + shift];
      packed[at + 5] = values[s5 + shift];
    }
  }

  private static void packFew(Operand a, int from, int rows, int depth, float[] packed, int to) {
    for (int k = 0; k < depth; k++) {
      for (int i = 0; i < ROWS; i++) {
        packed[to + k * ROWS + i] = i < rows ? a.values()[from + i * a.row() + k * a.column()] : 0;
      }
    }
  }
}
