package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * exp(x) in float32 to about 1 ulp: x = n ln 2 + r, a polynomial of degree 6 in r (Cephes' expf),
 * then 2^n by the exponent's bits. Arguments above 88 give exp(88).
 *
 * <p>Arguments of -60 and below give 0 and not 9e-27: the weight of a key that is hidden must not
 * become a subnormal number once it is divided by the sum or multiplied by a gradient, for some
 * processors multiply those a hundred times more slowly.
 */
final class VectorExp {
  private static final float LOWEST = -60f;
  private static final float HIGHEST = 88f;
  private static final float LOG2_E = 1.44269504f;
  private static final float ROUND = 12582912f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final int MANTISSA_BITS = 23;
  private static final int SIGN = Integer.SIZE - 1;

  private static final float[] NO_SHIFTS = new float[LENGTH];

  private VectorExp() {}

  /** x = exp(x) for {@code count} floats, a multiple of the vector length. */
  static void exponentiate(float[] x, int at, int count) {
    exponentiate(x, at, count / LENGTH, LENGTH, NO_SHIFTS, null);
  }

  /**
   * x = exp(x - shift), and sums = the sums of each column. Flat on purpose: see {@link
   * PackedTile6x4}.
   *
   * @param x [rows, columns], dense from {@code at} on
   * @param columns a multiple of the vector length
   * @param shifts of each column
   * @param sums of each column, or null
   */
  static void exponentiate(float[] x, int at, int rows, int columns, float[] shifts, float[] sums) {
    for (int column = 0; column < columns; column += LENGTH) {
      FloatVector shift = FloatVector.fromArray(SPECIES, shifts, column);
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int row = 0; row < rows; row++) {
        int place = at + row * columns + column;
        FloatVector argument =
            FloatVector.fromArray(SPECIES, x, place).sub(shift).max(LOWEST).min(HIGHEST);
        FloatVector shifted =
            argument.fma(
                FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), argument);
        r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
        FloatVector p =
            FloatVector.broadcast(SPECIES, 1.9875691500E-4f)
                .fma(r, FloatVector.broadcast(SPECIES, 1.3981999507E-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073E-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894E-2f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459E-1f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201E-1f));
        p = p.fma(r.mul(r), r.add(1f));
        IntVector above = argument.sub(LOWEST).reinterpretAsInts();
        FloatVector e =
            p.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
                .and(above.or(above.neg()).lanewise(VectorOperators.ASHR, SIGN))
                .reinterpretAsFloats();
        sum = e.add(sum);
        e.intoArray(x, place);
      }
      if (sums != null) {
        sum.intoArray(sums, column);
      }
    }
  }
}
