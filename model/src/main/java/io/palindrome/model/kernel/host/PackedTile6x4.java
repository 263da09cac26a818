package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The register tile of a packed matrix product where there are 32 vector registers: 24 sums, 4
 * columns, 1 broadcast (Goto and van de Geijn 2008). Flat on purpose: a vector that crosses a loop
 * or a call boundary is boxed.
 */
final class PackedTile6x4 {
  static final int ROWS = 6;
  static final int VECTORS = 4;

  private PackedTile6x4() {}

  /**
   * c = a b over {@code depth} steps.
   *
   * @param a panel of ROWS interleaved rows: element (i, k) at {@code aOffset + k * ROWS + i}
   * @param b panel of VECTORS * LENGTH columns: element (k, j) at {@code bOffset + k * width + j}
   */
  static void multiply(
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c03 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c13 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    FloatVector c23 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c32 = FloatVector.zero(SPECIES);
    FloatVector c33 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c42 = FloatVector.zero(SPECIES);
    FloatVector c43 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c52 = FloatVector.zero(SPECIES);
    FloatVector c53 = FloatVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      int bAt = bOffset + k * VECTORS * LENGTH;
      int aAt = aOffset + k * ROWS;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + 1 * LENGTH);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + 2 * LENGTH);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + 3 * LENGTH);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      c43 = a4.fma(b3, c43);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      c53 = a5.fma(b3, c53);
    }
    c00.intoArray(c, cOffset + 0 * cStride + 0 * LENGTH);
    c01.intoArray(c, cOffset + 0 * cStride + 1 * LENGTH);
    c02.intoArray(c, cOffset + 0 * cStride + 2 * LENGTH);
    c03.intoArray(c, cOffset + 0 * cStride + 3 * LENGTH);
    c10.intoArray(c, cOffset + 1 * cStride + 0 * LENGTH);
    c11.intoArray(c, cOffset + 1 * cStride + 1 * LENGTH);
    c12.intoArray(c, cOffset + 1 * cStride + 2 * LENGTH);
    c13.intoArray(c, cOffset + 1 * cStride + 3 * LENGTH);
    c20.intoArray(c, cOffset + 2 * cStride + 0 * LENGTH);
    c21.intoArray(c, cOffset + 2 * cStride + 1 * LENGTH);
    c22.intoArray(c, cOffset + 2 * cStride + 2 * LENGTH);
    c23.intoArray(c, cOffset + 2 * cStride + 3 * LENGTH);
    c30.intoArray(c, cOffset + 3 * cStride + 0 * LENGTH);
    c31.intoArray(c, cOffset + 3 * cStride + 1 * LENGTH);
    c32.intoArray(c, cOffset + 3 * cStride + 2 * LENGTH);
    c33.intoArray(c, cOffset + 3 * cStride + 3 * LENGTH);
    c40.intoArray(c, cOffset + 4 * cStride + 0 * LENGTH);
    c41.intoArray(c, cOffset + 4 * cStride + 1 * LENGTH);
    c42.intoArray(c, cOffset + 4 * cStride + 2 * LENGTH);
    c43.intoArray(c, cOffset + 4 * cStride + 3 * LENGTH);
    c50.intoArray(c, cOffset + 5 * cStride + 0 * LENGTH);
    c51.intoArray(c, cOffset + 5 * cStride + 1 * LENGTH);
    c52.intoArray(c, cOffset + 5 * cStride + 2 * LENGTH);
    c53.intoArray(c, cOffset + 5 * cStride + 3 * LENGTH);
  }
}
