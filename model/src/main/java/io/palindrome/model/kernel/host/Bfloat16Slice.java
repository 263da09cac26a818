package io.palindrome.model.kernel.host;

/**
 * A slice of a product in bfloat16: columns [column, column + columns), depth [from, from + depth).
 *
 * @param add whether c holds something already
 * @param then is told of rows that are whole after this slice
 */
record Bfloat16Slice(
    int column, int columns, int from, int depth, float alpha, boolean add, WholeRows then) {
  /** Depths are padded to multiples of this: few shapes, so little to compile. */
  private static final int DEPTH_STEP = 64;

  /** Rows are padded to multiples of this. */
  private static final int ROW_STEP = 32;

  int paddedDepth() {
    return roundUp(depth, DEPTH_STEP);
  }

  static int paddedRows(int rows) {
    return roundUp(rows, ROW_STEP);
  }

  private static int roundUp(int count, int step) {
    return (count + step - 1) / step * step;
  }
}
