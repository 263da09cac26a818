package io.palindrome.model.kernel.host;

import java.util.Arrays;

/**
 * Panels of the right operand of a packed product: element (k, j) of panel p lies at {@link #at}(p)
 * + k * width + j; columns that the operand does not have are 0.
 */
final class RightPanels {
  private float[] values = new float[0];
  private int depth;
  private int width;

  float[] values() {
    return values;
  }

  int depth() {
    return depth;
  }

  /** Columns of a panel. */
  int width() {
    return width;
  }

  /** Makes room for the panels of a slice; returns their number. */
  int resize(ProductSlice slice) {
    int panels = slice.panels();
    width = slice.tileWidth();
    depth = slice.depth();
    if (values.length < panels * width * depth + CacheLines.FIRST) {
      values = CacheLines.array(panels * width * depth);
    }
    return panels;
  }

  /** Index of the first element of a panel. */
  int at(int panel) {
    return CacheLines.FIRST + panel * width * depth;
  }

  /** Packs a panel of a slice of b. */
  void pack(ProductOperand b, ProductSlice slice, int panel) {
    int column = panel * width;
    int columns = Math.min(width, slice.columns() - column);
    pack(b, slice.from(), slice.column() + column, columns, slice.alpha(), panel);
  }

  /** Packs alpha times {@code columns} columns of b, from (k, j) on, into a panel. */
  private void pack(ProductOperand b, int k, int j, int columns, float alpha, int panel) {
    int to = at(panel);
    if (columns < width) {
      Arrays.fill(values, to, to + width * depth, 0);
    }
    if (b.column() == 1) {
      for (int i = 0; i < depth; i++) {
        System.arraycopy(b.values(), b.at(k + i, j), values, to + i * width, columns);
      }
    } else {
      packTransposed(b.values(), b.at(k, j), b.column(), columns, to);
    }
    if (alpha != 1) {
      RowOperations.scale(alpha, values, to, values, to, width * depth);
    }
  }

  /** Columns of b lie contiguous along the depth: four at a time, so that lines are used whole. */
  private void packTransposed(float[] b, int from, int stride, int columns, int to) {
    float[] packed = values;
    int step = width;
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      int s0 = from + j * stride;
      int s1 = s0 + stride;
      int s2 = s1 + stride;
      int s3 = s2 + stride;
      for (int k = 0, at = to + j; k < depth; k++, at += step) {
        packed[at] = b[s0 + k];
        packed[at + 1] = b[s1 + k];
        packed[at + 2] = b[s2 + k];
        packed[at + 3] = b[s3 + k];
      }
    }
    for (; j < columns; j++) {
      for (int k = 0; k < depth; k++) {
        packed[to + k * step + j] = b[from + j * stride + k];
      }
    }
  }
}
