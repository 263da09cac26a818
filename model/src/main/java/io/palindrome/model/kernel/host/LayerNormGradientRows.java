package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import jdk.incubator.vector.FloatVector;

/** One task's rows of the gradient of a layer normalization. */
final class LayerNormGradientRows {
  private final Matrix x;
  private final Matrix gradY;
  private final Matrix gradX;
  private final int columns;
  private final int whole;
  private final float epsilon;
  private final float[] values;
  private final float[] gain;
  private final int gainAt;
  private final float[] grad;
  private final float[] out;
  private final float[] sums;
  private final int gainSumsAt;
  private final int biasSumsAt;
  private final float[] scratch = new float[2 * LENGTH];
  private int at;
  private int gradAt;
  private float mean;
  private float inverse;

  /**
   * @param sums where the task's gradients of gain and bias are summed, side by side from {@code
   *     sumsAt} on
   */
  LayerNormGradientRows(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, float[] sums, int sumsAt) {
    this.x = x;
    this.gradY = gradY;
    this.gradX = gradX;
    this.columns = x.columns();
    this.whole = Lanes.roundDown(columns);
    this.epsilon = (float) norm.epsilon();
    this.values = HostStorage.of(x);
    this.gain = HostStorage.of(norm.gain());
    this.gainAt = HostStorage.at(norm.gain(), 0);
    this.grad = HostStorage.of(gradY);
    this.out = HostStorage.of(gradX);
    this.sums = sums;
    this.gainSumsAt = sumsAt;
    this.biasSumsAt = sumsAt + columns;
  }

  /** gradX[row] += (g - mean(g) - n * mean(g * n)) / deviation with g = gain * gradY. */
  void add(int row) {
    at = HostStorage.at(x, row);
    gradAt = HostStorage.at(gradY, row);
    mean = HostLayerNorm.mean(values, at, columns, scratch);
    inverse = HostLayerNorm.inverseDeviation(values, at, columns, mean, epsilon, scratch);
    sumUp();
    float meanG = Lanes.sum(scratch, 0);
    float meanGn = Lanes.sum(scratch, LENGTH);
    for (int j = whole; j < columns; j++) {
      float n = (values[at + j] - mean) * inverse;
      float gy = grad[gradAt + j];
      meanG += gy * gain[gainAt + j];
      meanGn += gy * gain[gainAt + j] * n;
      sums[gainSumsAt + j] += gy * n;
      sums[biasSumsAt + j] += gy;
    }
    write(HostStorage.at(gradX, row), meanG / columns, meanGn / columns);
  }

  /**
   * The sums of g and g * n over whole vectors go to the scratch; gain and bias sums are added to.
   */
  private void sumUp() {
    FloatVector sumG = FloatVector.zero(SPECIES);
    FloatVector sumGn = FloatVector.zero(SPECIES);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector n = FloatVector.fromArray(SPECIES, values, at + j).sub(mean).mul(inverse);
      FloatVector gy = FloatVector.fromArray(SPECIES, grad, gradAt + j);
      FloatVector g = gy.mul(FloatVector.fromArray(SPECIES, gain, gainAt + j));
      sumG = g.add(sumG);
      sumGn = g.fma(n, sumGn);
      int gainTo = gainSumsAt + j;
      int biasTo = biasSumsAt + j;
      gy.fma(n, FloatVector.fromArray(SPECIES, sums, gainTo)).intoArray(sums, gainTo);
      gy.add(FloatVector.fromArray(SPECIES, sums, biasTo)).intoArray(sums, biasTo);
    }
    sumG.intoArray(scratch, 0);
    sumGn.intoArray(scratch, LENGTH);
  }

  private void write(int outAt, float meanG, float meanGn) {
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector n = FloatVector.fromArray(SPECIES, values, at + j).sub(mean).mul(inverse);
      FloatVector.fromArray(SPECIES, grad, gradAt + j)
          .mul(FloatVector.fromArray(SPECIES, gain, gainAt + j))
          .sub(meanG)
          .sub(n.mul(meanGn))
          .mul(inverse)
          .add(FloatVector.fromArray(SPECIES, out, outAt + j))
          .intoArray(out, outAt + j);
    }
    for (int j = whole; j < columns; j++) {
      float n = (values[at + j] - mean) * inverse;
      out[outAt + j] += (grad[gradAt + j] * gain[gainAt + j] - meanG - n * meanGn) * inverse;
    }
  }
}
