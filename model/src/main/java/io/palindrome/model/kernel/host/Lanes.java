package io.palindrome.model.kernel.host;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The one vector width of this JVM; kernels of two widths in one JVM ruin each other's code. */
final class Lanes {
  private static final VectorShape SHAPE =
      VectorShape.forBitSize(
          VectorWidth.bits(
              System.getProperty(VectorWidth.PROPERTY),
              FloatVector.SPECIES_PREFERRED.vectorBitSize()));

  static final VectorSpecies<Float> SPECIES = VectorSpecies.of(float.class, SHAPE);
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);

  /** Floats of one vector. */
  static final int LENGTH = SPECIES.length();

  /** Whether a processor of this width has 32 vector registers: AVX-512 and NEON, not AVX2. */
  static final boolean MANY_REGISTERS = LENGTH != 8;

  private Lanes() {}

  /** The smallest multiple of the vector length that holds {@code count}. */
  static int roundUp(int count) {
    return (count + LENGTH - 1) / LENGTH * LENGTH;
  }

  /** The largest multiple of the vector length within {@code count}. */
  static int roundDown(int count) {
    return count / LENGTH * LENGTH;
  }

  /** Sum of {@code LENGTH} numbers in a fixed order: four chains, then their sum. */
  static float sum(float[] x, int offset) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int i = offset; i < offset + LENGTH; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    return (a + b) + (c + d);
  }
}
