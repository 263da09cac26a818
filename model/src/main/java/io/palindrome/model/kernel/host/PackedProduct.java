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
  private static final int ROW_BLOCK = 48;
  private static final int COLUMN_BLOCK = 2048;

  /**
   * With at most so many columns, packing rows of a costs more than reading them where they lie.
   */
  private static final int FEW_COLUMNS = 4 * ProductSlice.WIDE;

  /** Most rows that are packed as a whole: 1 MiB of them, half of a core's second-level cache. */
  private static final int SHARED_ROWS = 256;

  private final WorkerPool workers;
  private final ThreadLocal<LeftPanels> leftPanels = ThreadLocal.withInitial(LeftPanels::new);
  private final PanelProduct panelProduct = new PanelProduct();
  private final RightPanels rightPanels = new RightPanels();
  private final LeftPanels sharedRows = new LeftPanels();
  private final DeepProduct deep;

  PackedProduct(WorkerPool workers) {
    this.workers = workers;
    deep = new DeepProduct(workers);
  }

  @Override
  public void multiply(
      float alpha,
      Matrix a,
      Transpose opA,
      Matrix b,
      Transpose opB,
      float beta,
      Matrix c,
      WholeRows then) {
    int depth = opA == Transpose.NONE ? a.columns() : a.rows();
    ProductOperand left = ProductOperand.of(a, opA);
    ProductOperand right = ProductOperand.of(b, opB);
    if (beta != 0 && beta != 1) {
      scale(beta, c);
    }
    ProductSlice all = new ProductSlice(0, c.columns(), 0, depth, alpha, beta != 0, then);
    if (deep.suits(c, depth)) {
      deep.multiply(left, right, c, all);
      return;
    }
    all.cut(COLUMN_BLOCK, ProductSlice.MOST_DEPTH, slice -> multiply(left, right, c, slice));
  }

  static void scale(float factor, Matrix c) {
    float[] values = HostStorage.of(c);
    for (int row = 0; row < c.rows(); row++) {
      int at = HostStorage.at(c, row);
      RowOperations.scale(factor, values, at, values, at, c.columns());
    }
  }

  private void multiply(ProductOperand a, ProductOperand b, Matrix c, ProductSlice slice) {
    int panels = rightPanels.resize(slice);
    if (c.rows() <= Math.min(slice.columns(), SHARED_ROWS) && panels % workers.size() == 0) {
      multiplyByColumns(a, b, c, slice, panels);
    } else {
      multiplyByRows(a, b, c, slice, panels);
    }
  }

  /**
   * Shares the rows of a: each panel of b is packed and multiplied by one thread, so that what the
   * threads take from one another is the smaller operand. A panel then stays in its core's cache.
   */
  private void multiplyByColumns(
      ProductOperand a, ProductOperand b, Matrix c, ProductSlice slice, int panels) {
    sharedRows.take(a, 0, c.rows(), slice.from(), slice.depth(), false);
    workers.forEach(sharedRows.groups(), sharedRows::pack);
    workers.forEach(
        panels,
        panel -> {
          rightPanels.pack(b, slice, panel);
          panelProduct.multiply(sharedRows, rightPanels, c, slice, panel);
        });
    tellOfRows(c.rows(), slice);
  }

  private void tellOfRows(int rows, ProductSlice slice) {
    if (slice.then() == WholeRows.NOTHING) {
      return;
    }
    int rowBlock = rowBlock(rows);
    workers.forEach(
        (rows + rowBlock - 1) / rowBlock,
        block -> {
          int first = block * rowBlock;
          slice.then().visit(first, Math.min(rowBlock, rows - first));
        });
  }

  private void multiplyByRows(
      ProductOperand a, ProductOperand b, Matrix c, ProductSlice slice, int panels) {
    workers.forEach(panels, panel -> rightPanels.pack(b, slice, panel));
    int rowBlock = rowBlock(c.rows());
    workers.forEach(
        (c.rows() + rowBlock - 1) / rowBlock,
        block -> {
          int first = block * rowBlock;
          int rows = Math.min(rowBlock, c.rows() - first);
          multiplyRows(a, c, slice, first, rows);
          slice.then().visit(first, rows);
        });
  }

  /** Rows of one task: fewer where the product has few rows, so that all threads get some. */
  private int rowBlock(int rows) {
    int even = (rows + 2 * workers.size() - 1) / (2 * workers.size());
    return Math.max(ROWS, Math.min(ROW_BLOCK, (even + ROWS - 1) / ROWS * ROWS));
  }

  private static boolean readsRowsOf(ProductOperand a, ProductSlice slice) {
    return a.column() == 1
        && slice.tileWidth() == ProductSlice.WIDE
        && slice.columns() <= FEW_COLUMNS;
  }

  private void multiplyRows(ProductOperand a, Matrix c, ProductSlice slice, int first, int rows) {
    LeftPanels left = leftPanels.get();
    left.take(a, first, rows, slice.from(), slice.depth(), readsRowsOf(a, slice));
    for (int group = 0; group < left.groups(); group++) {
      left.pack(group);
    }
    Matrix block = c.rowRange(first, rows);
    for (int panel = 0; panel * slice.tileWidth() < slice.columns(); panel++) {
      panelProduct.multiply(left, rightPanels, block, slice, panel);
    }
  }
}
