package io.palindrome.model.kernel.host;

import java.util.function.Consumer;

/**
 * A slice of a product: columns [column, column + columns), depth [from, from + depth).
 *
 * @param alpha factor of the product
 * @param add whether c holds something already
 * @param then is told of rows that are whole after this slice
 */
record ProductSlice(
    int column, int columns, int from, int depth, float alpha, boolean add, WholeRows then) {
  /** Most depth that is packed at once. */
  static final int MOST_DEPTH = 1024;

  /** Floats of a row of the widest tile. */
  static final int WIDE = Lanes.LENGTH * PackedTile6x4.VECTORS;

  private static final int NARROW = Lanes.LENGTH * PackedTile6x2.VECTORS;

  /** Columns of a tile: few columns fill a narrow one better. */
  int tileWidth() {
    return Lanes.MANY_REGISTERS && columns > NARROW ? WIDE : NARROW;
  }

  /** Number of panels that hold the columns. */
  int panels() {
    return (columns + tileWidth() - 1) / tileWidth();
  }

  /**
   * Cuts this slice of a product into smaller ones, column by column and each along the depth. What
   * follows the first of a depth is added, and only the last of all makes rows whole.
   */
  void cut(int mostColumns, int mostDepth, Consumer<ProductSlice> body) {
    for (int i = 0; i < columns; i += mostColumns) {
      int width = Math.min(mostColumns, columns - i);
      for (int k = 0; k < depth; k += mostDepth) {
        int length = Math.min(mostDepth, depth - k);
        boolean last = i + width == columns && k + length == depth;
        WholeRows afterwards = last ? then : WholeRows.NOTHING;
        body.accept(
            new ProductSlice(column + i, width, from + k, length, alpha, add || k > 0, afterwards));
      }
    }
  }

  /** One of the slices of {@link #MOST_DEPTH} that this depth consists of, by itself. */
  ProductSlice part(int index) {
    int first = index * MOST_DEPTH;
    int partDepth = Math.min(MOST_DEPTH, depth - first);
    return new ProductSlice(
        column, columns, from + first, partDepth, alpha, false, WholeRows.NOTHING);
  }
}
