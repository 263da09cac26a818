package io.palindrome.model.kernel.host;

/** Sizes of operands in bfloat16, padded so that few shapes are compiled. */
final class Bfloat16Padding {
  private static final int DEPTH_STEP = 64;
  private static final int ROW_STEP = 32;

  private Bfloat16Padding() {}

  static int depth(int depth) {
    return roundUp(depth, DEPTH_STEP);
  }

  static int rows(int rows) {
    return roundUp(rows, ROW_STEP);
  }

  private static int roundUp(int count, int step) {
    return (count + step - 1) / step * step;
  }
}
