package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Packs panels of a transposed left operand, whose rows lie one beside the other: all panels of a
 * group at once, step by step of the depth, so that every cache line is read whole and once.
 */
final class PanelsOfColumns {
  private static final int ROWS = LeftPanels.ROWS;

  /** Steps of the depth that a vector reaches beyond its own. */
  private static final int OVERHANG = (Math.max(LENGTH - ROWS, 0) + ROWS - 1) / ROWS;

  private PanelsOfColumns() {}

  /**
   * packed[to + (panel * depth + k) * ROWS + i] = a[from + k * stride + panel * ROWS + i].
   *
   * @param stride distance of two steps of the depth in a, ROWS * panels or more
   */
  static void pack(float[] a, int from, int stride, int depth, int panels, float[] packed, int to) {
    int wholeVectors = LENGTH < ROWS ? 0 : Math.max(0, depth - OVERHANG);
    for (int k = 0; k < wholeVectors; k++) {
      copyVectors(a, from + k * stride, panels, packed, to + k * ROWS, depth * ROWS);
    }
    for (int k = wholeVectors; k < depth; k++) {
      for (int panel = 0; panel < panels; panel++) {
        int start = from + k * stride + panel * ROWS;
        System.arraycopy(a, start, packed, to + (panel * depth + k) * ROWS, ROWS);
      }
    }
  }

  /** What a vector copies beyond its six numbers, the next steps of the depth overwrite. */
  private static void copyVectors(
      float[] a, int from, int panels, float[] packed, int to, int panelSize) {
    for (int panel = 0; panel < panels; panel++) {
      FloatVector.fromArray(SPECIES, a, from + panel * ROWS)
          .intoArray(packed, to + panel * panelSize);
    }
  }
}
