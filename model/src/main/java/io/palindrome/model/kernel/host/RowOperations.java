package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Loops over one row of {@code count} floats: what streams through memory once. */
final class RowOperations {
  private RowOperations() {}

  static void fill(float[] x, int at, int count, float value) {
    Arrays.fill(x, at, at + count, value);
  }

  /** into += scale * x. */
  static void add(float scale, float[] x, int at, float[] into, int intoAt, int count) {
    FloatVector factor = FloatVector.broadcast(SPECIES, scale);
    int whole = Lanes.roundDown(count);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector.fromArray(SPECIES, x, at + j)
          .fma(factor, FloatVector.fromArray(SPECIES, into, intoAt + j))
          .intoArray(into, intoAt + j);
    }
    for (int j = whole; j < count; j++) {
      into[intoAt + j] = Math.fma(x[at + j], scale, into[intoAt + j]);
    }
  }

  /** out = x * y; out may be x or y. */
  static void multiply(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int count) {
    int whole = Lanes.roundDown(count);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector.fromArray(SPECIES, x, xAt + j)
          .mul(FloatVector.fromArray(SPECIES, y, yAt + j))
          .intoArray(out, outAt + j);
    }
    for (int j = whole; j < count; j++) {
      out[outAt + j] = x[xAt + j] * y[yAt + j];
    }
  }

  /** max(so far, max |a - b|). */
  static float largestDifference(float[] a, int aAt, float[] b, int bAt, int count, float soFar) {
    float largest = soFar;
    for (int j = 0; j < count; j++) {
      float difference = Math.abs(a[aAt + j] - b[bAt + j]);
      largest = difference > largest || Float.isNaN(difference) ? difference : largest;
    }
    return largest;
  }

  /** out = scale * x. */
  static void scale(float scale, float[] x, int at, float[] out, int outAt, int count) {
    int whole = Lanes.roundDown(count);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector.fromArray(SPECIES, x, at + j).mul(scale).intoArray(out, outAt + j);
    }
    for (int j = whole; j < count; j++) {
      out[outAt + j] = x[at + j] * scale;
    }
  }

  /** out = keep * out + scale * x. */
  static void combine(
      float keep, float[] out, int outAt, float scale, float[] x, int at, int count) {
    FloatVector kept = FloatVector.broadcast(SPECIES, keep);
    int whole = Lanes.roundDown(count);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector.fromArray(SPECIES, out, outAt + j)
          .fma(kept, FloatVector.fromArray(SPECIES, x, at + j).mul(scale))
          .intoArray(out, outAt + j);
    }
    for (int j = whole; j < count; j++) {
      out[outAt + j] = Math.fma(out[outAt + j], keep, x[at + j] * scale);
    }
  }

  /**
   * Inner product in a fixed order.
   *
   * @param lanes scratch of LENGTH floats
   */
  static float dot(float[] a, int aAt, float[] b, int bAt, int count, float[] lanes) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int whole = Lanes.roundDown(count);
    for (int j = 0; j < whole; j += LENGTH) {
      sums =
          FloatVector.fromArray(SPECIES, a, aAt + j)
              .fma(FloatVector.fromArray(SPECIES, b, bAt + j), sums);
    }
    sums.intoArray(lanes, 0);
    float sum = Lanes.sum(lanes, 0);
    for (int j = whole; j < count; j++) {
      sum += a[aAt + j] * b[bAt + j];
    }
    return sum;
  }
}
