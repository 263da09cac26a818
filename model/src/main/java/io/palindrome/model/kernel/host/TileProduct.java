package io.palindrome.model.kernel.host;

/**
 * c (+)= a b over operands that lie in the cache: rows in multiples of 4, columns in multiples of
 * the vector length, nothing packed.
 */
final class TileProduct {
  /** Floats of the widest tile. */
  static final int TILE_FLOATS = Tile4x4.ROWS * Tile4x4.VECTORS * Lanes.LENGTH;

  private static final int ROWS = Tile4x4.ROWS;

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

  /** c = a b; c is [rows, columns], the inner length is {@code depth}. */
  static void multiply(int rows, int columns, int depth, View a, View b, View c) {
    int column = 0;
    while (column < columns) {
      int vectors = vectors(columns - column);
      for (int row = 0; row < rows; row += ROWS) {
        int cAt = c.offset() + row * c.row() + column;
        tile(vectors, depth, a, row, b, column, c.values(), cAt, c.row());
      }
      column += vectors * Lanes.LENGTH;
    }
  }

  /**
   * c += a b. A tile is computed in a scratch and added from there: with the sums of c in the
   * tile's own method the compiler reaches its limit for one method, and boxes them.
   *
   * @param aside scratch of {@link #TILE_FLOATS}
   */
  static void add(int rows, int columns, int depth, View a, View b, View c, float[] aside) {
    int column = 0;
    while (column < columns) {
      int vectors = vectors(columns - column);
      int width = vectors * Lanes.LENGTH;
      for (int row = 0; row < rows; row += ROWS) {
        tile(vectors, depth, a, row, b, column, aside, 0, width);
        for (int i = 0; i < ROWS; i++) {
          int cAt = c.offset() + (row + i) * c.row() + column;
          RowOperations.add(1, aside, i * width, c.values(), cAt, width);
        }
      }
      column += width;
    }
  }

  /** Vectors of the widest tile that fits so many columns. */
  private static int vectors(int columns) {
    int vectors = columns / Lanes.LENGTH;
    return vectors >= Tile4x4.VECTORS && Lanes.MANY_REGISTERS
        ? Tile4x4.VECTORS
        : Math.min(vectors, Tile4x2.VECTORS);
  }

  private static void tile(
      int vectors, int depth, View a, int row, View b, int column, float[] c, int cAt, int cRow) {
    float[] x = a.values();
    float[] y = b.values();
    int aAt = a.offset() + row * a.row();
    int bAt = b.offset() + column;
    switch (vectors) {
      case Tile4x4.VECTORS ->
          Tile4x4.multiply(depth, x, aAt, a.row(), a.column(), y, bAt, b.row(), c, cAt, cRow);
      case Tile4x2.VECTORS ->
          Tile4x2.multiply(depth, x, aAt, a.row(), a.column(), y, bAt, b.row(), c, cAt, cRow);
      default ->
          Tile4x1.multiply(depth, x, aAt, a.row(), a.column(), y, bAt, b.row(), c, cAt, cRow);
    }
  }
}
