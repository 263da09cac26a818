package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;

/**
 * Panels of a left operand by one panel of a right one, tile by tile, for one slice of a product.
 */
final class PanelProduct {
  private static final int ROWS = PackedTile6x4.ROWS;

  private final ThreadLocal<float[]> tileAside =
      ThreadLocal.withInitial(() -> new float[ROWS * ProductSlice.WIDE]);

  /** All rows of {@code left} by one panel of {@code right}; c holds these rows. */
  void multiply(LeftPanels left, RightPanels right, Matrix c, ProductSlice slice, int panel) {
    float[] values = HostStorage.of(c);
    int column = panel * right.width();
    int width = Math.min(right.width(), slice.columns() - column);
    for (int row = 0; row < c.rows(); row += ROWS) {
      int at = HostStorage.at(c, row) + slice.column() + column;
      int height = Math.min(ROWS, c.rows() - row);
      if (width == right.width() && height == ROWS && !slice.add()) {
        tile(left, row, right, panel, values, at, c.stride());
      } else {
        float[] aside = tileAside.get();
        tile(left, row, right, panel, aside, 0, right.width());
        for (int i = 0; i < height; i++) {
          put(slice.add(), aside, i * right.width(), values, at + i * c.stride(), width);
        }
      }
    }
  }

  private static void tile(
      LeftPanels left, int row, RightPanels right, int panel, float[] c, int cAt, int cStride) {
    float[] a = left.values(row);
    int aAt = left.offset(row);
    float[] b = right.values();
    int bAt = right.at(panel);
    int depth = right.depth();
    if (right.width() != ProductSlice.WIDE) {
      PackedTile6x2.multiply(depth, a, aAt, b, bAt, c, cAt, cStride);
    } else if (left.isPacked(row)) {
      PackedTile6x4.multiply(depth, a, aAt, b, bAt, c, cAt, cStride);
    } else {
      RowsTile6x4.multiply(depth, a, aAt, left.rowDistance(), b, bAt, c, cAt, cStride);
    }
  }

  /**
   * Puts or adds a row that was computed in a scratch. A tile that is added to c, or of which c
   * holds only a part, is computed there: sums of what c holds already within the tile's own method
   * would make it too large for the compiler to keep in registers.
   */
  static void put(boolean add, float[] aside, int from, float[] c, int at, int count) {
    if (add) {
      RowOperations.add(1, aside, from, c, at, count);
    } else {
      System.arraycopy(aside, from, c, at, count);
    }
  }
}
