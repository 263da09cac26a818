package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** A register tile of 4 rows and 2 vectors over operands that lie in the cache as they are. */
final class Tile4x2 {
  static final int ROWS = 4;
  static final int VECTORS = 2;

  private Tile4x2() {}

  /**
   * c = a b over {@code depth} steps.
   *
   * @param a element (i, k) at {@code aOffset + i * aRow + k * aColumn}
   * @param b element (k, j) at {@code bOffset + k * bRow + j}
   */
  static void multiply(
      int depth,
      float[] a,
      int aOffset,
      int aRow,
      int aColumn,
      float[] b,
      int bOffset,
      int bRow,
      float[] c,
      int cOffset,
      int cRow) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      int bAt = bOffset + k * bRow;
      int aAt = aOffset + k * aColumn;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + 1 * LENGTH);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1 * aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, cOffset + 0 * cRow + 0 * LENGTH);
    c01.intoArray(c, cOffset + 0 * cRow + 1 * LENGTH);
    c10.intoArray(c, cOffset + 1 * cRow + 0 * LENGTH);
    c11.intoArray(c, cOffset + 1 * cRow + 1 * LENGTH);
    c20.intoArray(c, cOffset + 2 * cRow + 0 * LENGTH);
    c21.intoArray(c, cOffset + 2 * cRow + 1 * LENGTH);
    c30.intoArray(c, cOffset + 3 * cRow + 0 * LENGTH);
    c31.intoArray(c, cOffset + 3 * cRow + 1 * LENGTH);
  }
}
