package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * exp(x) in float32 to about 1 ulp: x = n ln 2 + r, a polynomial of degree 6 in r (Cephes' expf),
 * then 2^n by the exponent's bits. Arguments below -87 give exp(-87), above 88 exp(88).
 */
final class VectorExp {
  private static final float LOWEST = -87f;
  private static final float HIGHEST = 88f;
  private static final float LOG2_E = 1.44269504f;
  private static final float ROUND = 12582912f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final int MANTISSA_BITS = 23;

  private VectorExp() {}

  static FloatVector exp(FloatVector argument) {
    FloatVector x = argument.max(LOWEST).min(HIGHEST);
    FloatVector shifted =
        x.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
    r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
    FloatVector p =
        FloatVector.broadcast(SPECIES, 1.9875691500E-4f)
            .fma(r, FloatVector.broadcast(SPECIES, 1.3981999507E-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073E-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894E-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459E-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201E-1f));
    p = p.fma(r.mul(r), r.add(1f));
    return p.reinterpretAsInts()
        .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
        .reinterpretAsFloats();
  }
}
