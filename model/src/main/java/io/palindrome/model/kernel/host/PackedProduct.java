package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;

/**
 * Matrix product by packed panels (Goto and van de Geijn 2008): panels of b for one slice of the
 * depth are packed once and shared, then blocks of rows of a are multiplied in parallel. Every
 * element of c is summed in the order of the depth by one thread, so threads never change a bit.
 */
final class PackedProduct implements HostProduct {
  private static final int ROWS = PackedTile6x4.ROWS;
  private static final int NARROW = Lanes.LENGTH * PackedTile6x2.VECTORS;
  private static final int WIDE = Lanes.LENGTH * PackedTile6x4.VECTORS;
  private static final int DEPTH_SLICE = 1024;
  private static final int ROW_BLOCK = 48;
  private static final int COLUMN_BLOCK = 2048;

  /**
   * With at most so many columns, packing rows of a costs more than reading them where they lie.
   */
  private static final int FEW_COLUMNS = 4 * WIDE;

  /** Most rows that are packed as a whole: 1 MiB of them, half of a core's second-level cache. */
  private static final int SHARED_ROWS = 256;

  private final WorkerPool workers;
  private final ThreadLocal<LeftPanels> leftPanels = ThreadLocal.withInitial(LeftPanels::new);
  private final ThreadLocal<float[]> tileAside =
      ThreadLocal.withInitial(() -> new float[ROWS * WIDE]);
  private final RightPanels rightPanels = new RightPanels();
  private final LeftPanels sharedRows = new LeftPanels();

  PackedProduct(WorkerPool workers) {
    this.workers = workers;
  }

  /** A slice of the problem: columns [column, column + columns), depth [from, from + depth). */
  private record Slice(int column, int columns, int from, int depth, float alpha, boolean add) {
    /** Columns of a tile: few columns fill a narrow one better. */
    int tileWidth() {
      return Lanes.MANY_REGISTERS && columns > NARROW ? WIDE : NARROW;
    }
  }

  @Override
  public void multiply(
      float alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, float beta, Matrix c) {
    int depth = opA == Transpose.NONE ? a.columns() : a.rows();
    ProductOperand left = ProductOperand.of(a, opA);
    ProductOperand right = ProductOperand.of(b, opB);
    if (beta != 0 && beta != 1) {
      scale(beta, c);
    }
    for (int column = 0; column < c.columns(); column += COLUMN_BLOCK) {
      int columns = Math.min(COLUMN_BLOCK, c.columns() - column);
      for (int from = 0; from < depth; from += DEPTH_SLICE) {
        int slice = Math.min(DEPTH_SLICE, depth - from);
        boolean add = from > 0 || beta != 0;
        multiply(left, right, c, new Slice(column, columns, from, slice, alpha, add));
      }
    }
  }

  static void scale(float factor, Matrix c) {
    float[] values = HostStorage.of(c);
    for (int row = 0; row < c.rows(); row++) {
      int at = HostStorage.at(c, row);
      RowOperations.scale(factor, values, at, values, at, c.columns());
    }
  }

  private void multiply(ProductOperand a, ProductOperand b, Matrix c, Slice slice) {
    int panels = rightPanels.resize(slice.columns(), slice.tileWidth(), slice.depth());
    if (c.rows() <= Math.min(slice.columns(), SHARED_ROWS) && panels % workers.size() == 0) {
      multiplyByColumns(a, b, c, slice, panels);
    } else {
      multiplyByRows(a, b, c, slice, panels);
    }
  }

  private void packRight(ProductOperand b, Slice slice, int panel) {
    int column = panel * slice.tileWidth();
    int columns = Math.min(slice.tileWidth(), slice.columns() - column);
    rightPanels.pack(b, slice.from(), slice.column() + column, columns, slice.alpha(), panel);
  }

  /**
   * Shares the rows of a: each panel of b is packed and multiplied by one thread, so that what the
   * threads take from one another is the smaller operand. A panel then stays in its core's cache.
   */
  private void multiplyByColumns(
      ProductOperand a, ProductOperand b, Matrix c, Slice slice, int panels) {
    sharedRows.take(a, 0, c.rows(), slice.from(), slice.depth(), false);
    workers.forEach(sharedRows.groups(), sharedRows::pack);
    workers.forEach(
        panels,
        panel -> {
          packRight(b, slice, panel);
          multiplyPanel(sharedRows, c, slice, panel);
        });
  }

  private void multiplyByRows(
      ProductOperand a, ProductOperand b, Matrix c, Slice slice, int panels) {
    workers.forEach(panels, panel -> packRight(b, slice, panel));
    int rowBlock = rowBlock(c.rows());
    workers.forEach(
        (c.rows() + rowBlock - 1) / rowBlock,
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

  private static boolean readsRowsOf(ProductOperand a, Slice slice) {
    return a.column() == 1 && slice.tileWidth() == WIDE && slice.columns() <= FEW_COLUMNS;
  }

  private void multiplyRows(ProductOperand a, Matrix c, Slice slice, int first, int rows) {
    LeftPanels left = leftPanels.get();
    left.take(a, first, rows, slice.from(), slice.depth(), readsRowsOf(a, slice));
    for (int group = 0; group < left.groups(); group++) {
      left.pack(group);
    }
    Matrix block = c.rowRange(first, rows);
    for (int panel = 0; panel * slice.tileWidth() < slice.columns(); panel++) {
      multiplyPanel(left, block, slice, panel);
    }
  }

  /** All rows of {@code left} by one panel of b; c holds these rows. */
  private void multiplyPanel(LeftPanels left, Matrix c, Slice slice, int panel) {
    float[] values = HostStorage.of(c);
    int tileWidth = slice.tileWidth();
    int bOffset = rightPanels.at(panel);
    int column = panel * tileWidth;
    int width = Math.min(tileWidth, slice.columns() - column);
    for (int row = 0; row < c.rows(); row += ROWS) {
      int cOffset = HostStorage.at(c, row) + slice.column() + column;
      int height = Math.min(ROWS, c.rows() - row);
      if (width == tileWidth && height == ROWS && !slice.add()) {
        tile(slice, left, row, bOffset, values, cOffset, c.stride());
      } else {
        tileAside(slice, left, row, bOffset, values, cOffset, c.stride(), height, width);
      }
    }
  }

  private void tile(
      Slice slice, LeftPanels left, int row, int bOffset, float[] c, int cOffset, int stride) {
    float[] a = left.values(row);
    int at = left.offset(row);
    float[] b = rightPanels.values();
    int depth = slice.depth();
    if (slice.tileWidth() != WIDE) {
      PackedTile6x2.multiply(depth, a, at, b, bOffset, c, cOffset, stride);
    } else if (left.isPacked(row)) {
      PackedTile6x4.multiply(depth, a, at, b, bOffset, c, cOffset, stride);
    } else {
      RowsTile6x4.multiply(depth, a, at, left.rowDistance(), b, bOffset, c, cOffset, stride);
    }
  }

  /**
   * A tile that is added to c, or of which c holds only a part, is computed in a scratch: sums of
   * what c holds already within the tile's own method would make it too large for the compiler to
   * keep in registers.
   */
  private void tileAside(
      Slice slice,
      LeftPanels left,
      int row,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride,
      int height,
      int width) {
    float[] aside = tileAside.get();
    int stride = slice.tileWidth();
    tile(slice, left, row, bOffset, aside, 0, stride);
    for (int i = 0; i < height; i++) {
      if (slice.add()) {
        RowOperations.add(1, aside, i * stride, c, cOffset + i * cStride, width);
      } else {
        System.arraycopy(aside, i * stride, c, cOffset + i * cStride, width);
      }
    }
  }
}
