package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.INTS;
import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Rounds rows of float32 to bfloat16, to nearest and ties to even (IEEE 754-2019, 4.3.1). */
final class Bfloat16Rounding {
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));
  private static final int DROPPED = 16;
  private static final int JUST_UNDER_HALF = 0x7FFF;
  private static final int NOT_A_NUMBER = 0x7FC0;

  private Bfloat16Rounding() {}

  /** to[toAt + j] = the bits of the bfloat16 nearest to scale * x[at + j]. */
  static void round(float scale, float[] x, int at, short[] to, int toAt, int count) {
    int whole = Lanes.roundDown(count);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector scaled = FloatVector.fromArray(SPECIES, x, at + j).mul(scale);
      VectorMask<Integer> isNumber = scaled.compare(VectorOperators.EQ, scaled).cast(INTS);
      IntVector bits = scaled.reinterpretAsInts();
      IntVector odd = bits.lanewise(VectorOperators.LSHR, DROPPED).and(1);
      IntVector kept = bits.add(JUST_UNDER_HALF).add(odd).lanewise(VectorOperators.LSHR, DROPPED);
      IntVector rounded = IntVector.broadcast(INTS, NOT_A_NUMBER).blend(kept, isNumber);
      ((ShortVector) rounded.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(to, toAt + j);
    }
    for (int j = whole; j < count; j++) {
      to[toAt + j] = round(scale * x[at + j]);
    }
  }

  static short round(float x) {
    if (Float.isNaN(x)) {
      return NOT_A_NUMBER;
    }
    int bits = Float.floatToRawIntBits(x);
    return (short) (bits + JUST_UNDER_HALF + (bits >>> DROPPED & 1) >>> DROPPED);
  }
}
