package io.palindrome.model.kernel.host;

/**
 * c (+)= a b over operands that lie in the cache: rows in multiples of 4, columns in multiples of
 * the vector length, nothing packed.
 */
final class TileProduct {
  private TileProduct() {}

  /**
   * An operand or result in a scratch array.
   *
   * @param row distance of rows
   * @param column distance of columns; 1 but for the left operand
   */
  record View(float[] values, int offset, int row, int column) {
    static View rows(float[] values, int offset, int width) {
      return new View(values, offset, width, 1);
    }

    static View transposed(float[] values, int offset, int width) {
      return new View(values, offset, 1, width);
    }
  }

  /**
   * c = a b, or c += a b if {@code keep}; c is [rows, columns], the inner length is {@code depth}.
   */
  static void multiply(int rows, int columns, int depth, View a, View b, View c, boolean keep) {
    int column = 0;
    while (column < columns) {
      int vectors = (columns - column) / Lanes.LENGTH;
      int width = vectors >= 4 && Lanes.MANY_REGISTERS ? 4 : Math.min(vectors, 2);
      for (int row = 0; row < rows; row += 4) {
        tile(
            width,
            depth,
            a,
            a.offset() + row * a.row(),
            b,
            b.offset() + column,
            c,
            c.offset() + row * c.row() + column,
            keep);
      }
      column += width * Lanes.LENGTH;
    }
  }

  private static void tile(
      int width, int depth, View a, int aAt, View b, int bAt, View c, int cAt, boolean keep) {
    float[] x = a.values();
    float[] y = b.values();
    float[] z = c.values();
    if (width == 4 && keep) {
      Tile4x4.add(depth, x, aAt, a.row(), a.column(), y, bAt, b.row(), z, cAt, c.row());
    } else if (width == 4) {
      Tile4x4.multiply(depth, x, aAt, a.row(), a.column(), y, bAt, b.row(), z, cAt, c.row());
    } else if (width == 2 && keep) {
      Tile4x2.add(depth, x, aAt, a.row(), a.column(), y, bAt, b.row(), z, cAt, c.row());
    } else if (width == 2) {
      Tile4x2.multiply(depth, x, aAt, a.row(), a.column(), y, bAt, b.row(), z, cAt, c.row());
    } else if (keep) {
      Tile4x1.add(depth, x, aAt, a.row(), a.column(), y, bAt, b.row(), z, cAt, c.row());
    } else {
      Tile4x1.multiply(depth, x, aAt, a.row(), a.column(), y, bAt, b.row(), z, cAt, c.row());
    }
  }
}
