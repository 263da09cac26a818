package io.palindrome.model.kernel.host;

/**
 * A block of rows of the left operand of a packed product, in panels of {@link #ROWS} rows. A panel
 * is packed, so that its element (i, k) lies at k * ROWS + i, or read where it lies.
 */
final class LeftPanels {
  static final int ROWS = PackedTile6x4.ROWS;

  /** Panels that are packed together: 48 rows, three cache lines of a transposed operand. */
  private static final int GROUP = 8;

  private float[] packed = new float[0];
  private ProductOperand operand;
  private int firstRow;
  private int from;
  private int rows;
  private int depth;
  private int wholeRows;

  /**
   * Takes rows [firstRow, firstRow + rows), columns [from, from + depth) of a; {@link #pack} must
   * then be called for each group of panels.
   *
   * @param asItLies whether whole panels stay where they are; rows of a must then run along the
   *     depth
   */
  void take(ProductOperand a, int firstRow, int rows, int from, int depth, boolean asItLies) {
    this.operand = a;
    this.firstRow = firstRow;
    this.from = from;
    this.rows = rows;
    this.depth = depth;
    wholeRows = asItLies ? rows / ROWS * ROWS : 0;
    int room = count() * ROWS * depth;
    if (packed.length < room) {
      packed = new float[room];
    }
  }

  /** Number of panels. */
  int count() {
    return (rows + ROWS - 1) / ROWS;
  }

  /** Number of groups of panels. */
  int groups() {
    return (count() + GROUP - 1) / GROUP;
  }

  /** Packs the panels of a group unless they stay where they lie. */
  void pack(int group) {
    int first = Math.max(group * GROUP, wholeRows / ROWS);
    int end = Math.min((group + 1) * GROUP, count());
    int whole = Math.min(end, rows / ROWS);
    if (operand.row() == 1 && whole > first) {
      int row = first * ROWS;
      int start = operand.at(firstRow + row, from);
      PanelsOfColumns.pack(
          operand.values(), start, operand.column(), depth, whole - first, packed, row * depth);
      first = whole;
    }
    for (int panel = first; panel < end; panel++) {
      packPanel(panel * ROWS);
    }
  }

  private void packPanel(int row) {
    int start = operand.at(firstRow + row, from);
    if (rows - row >= ROWS) {
      packSix(operand.values(), start, row * depth);
    } else {
      packFew(operand.values(), start, rows - row, row * depth);
    }
  }

  float[] values(int row) {
    return row < wholeRows ? operand.values() : packed;
  }

  int offset(int row) {
    return row < wholeRows ? operand.at(firstRow + row, from) : row * depth;
  }

  boolean isPacked(int row) {
    return row >= wholeRows;
  }

  /** Distance of the rows that are not packed. */
  int rowDistance() {
    return operand.row();
  }

  private void packSix(float[] a, int start, int to) {
    int step = operand.column();
    int s1 = start + operand.row();
    int s2 = s1 + operand.row();
    int s3 = s2 + operand.row();
    int s4 = s3 + operand.row();
    int s5 = s4 + operand.row();
    for (int k = 0, at = to, shift = 0; k < depth; k++, at += ROWS, shift += step) {
      packed[at] = a[start + shift];
      packed[at + 1] = a[s1 + shift];
      packed[at + 2] = a[s2 + shift];
      packed[at + 3] = a[s3 + shift];
      packed[at + 4] = a[s4 + shift];
      packed[at + 5] = a[s5 + shift];
    }
  }

  private void packFew(float[] a, int start, int rows, int to) {
    int row = operand.row();
    int step = operand.column();
    for (int k = 0; k < depth; k++) {
      for (int i = 0; i < ROWS; i++) {
        packed[to + k * ROWS + i] = i < rows ? a[start + i * row + k * step] : 0;
      }
    }
  }
}
