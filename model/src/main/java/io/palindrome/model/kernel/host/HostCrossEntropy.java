package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Cross-entropy of one row of logits; the logits become their gradient. */
final class HostCrossEntropy {
  private HostCrossEntropy() {}

  /**
   * z = scale * (softmax(z) - one-hot(label)).
   *
   * @param scratch at least LENGTH floats
   * @return -log softmax(z)[label]
   */
  static float gradientAndLoss(
      float[] z, int at, int columns, int label, float scale, float[] scratch) {
    int whole = Lanes.roundDown(columns);
    float max = max(z, at, whole, columns, scratch);
    float labelLogit = z[at + label];
    Arrays.fill(scratch, 0, LENGTH, max);
    VectorExp.exponentiate(z, at, whole / LENGTH, LENGTH, scratch, scratch);
    float sum = Lanes.sum(scratch, 0);
    for (int j = whole; j < columns; j++) {
      z[at + j] = (float) Math.exp(z[at + j] - max);
      sum += z[at + j];
    }
    float factor = scale / sum;
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector.fromArray(SPECIES, z, at + j).mul(factor).intoArray(z, at + j);
    }
    for (int j = whole; j < columns; j++) {
      z[at + j] *= factor;
    }
    z[at + label] -= scale;
    return (float) (Math.log(sum) + ((double) max - labelLogit));
  }

  private static float max(float[] z, int at, int whole, int columns, float[] scratch) {
    float max = Float.NEGATIVE_INFINITY;
    if (whole > 0) {
      FloatVector highest = FloatVector.fromArray(SPECIES, z, at);
      for (int j = LENGTH; j < whole; j += LENGTH) {
        highest = FloatVector.fromArray(SPECIES, z, at + j).max(highest);
      }
      highest.intoArray(scratch, 0);
      for (int j = 0; j < LENGTH; j++) {
        max = Math.max(max, scratch[j]);
      }
    }
    for (int j = whole; j < columns; j++) {
      max = Math.max(max, z[at + j]);
    }
    return max;
  }
}
