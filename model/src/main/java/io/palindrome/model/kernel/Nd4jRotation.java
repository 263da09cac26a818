package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Rotary positions with ND4J operations. */
final class Nd4jRotation {
  private Nd4jRotation() {}

  /** See {@link Kernels#rotatePairs}; angles are made in float64 on the host. */
  static void rotate(double direction, int firstPosition, Matrix x, Nd4jScratch scratch) {
    int half = x.columns() / 2;
    double[] sines = new double[x.rows() * half];
    double[] cosines = new double[x.rows() * half];
    for (int j = 0; j < half; j++) {
      double frequency = direction * RotaryAngles.frequency(j, half);
      for (int i = 0; i < x.rows(); i++) {
        double angle = (firstPosition + i) * frequency;
        sines[i * half + j] = Math.sin(angle);
        cosines[i * half + j] = Math.cos(angle);
      }
    }
    INDArray sine = scratch.of(sines, x.rows(), half);
    INDArray cosine = scratch.of(cosines, x.rows(), half);
    INDArray first = Nd4jStorage.view(x.columnRange(0, half));
    INDArray second = Nd4jStorage.view(x.columnRange(half, half));
    INDArray turned = scratch.own(first.mul(cosine));
    turned.subi(scratch.own(second.mul(sine)));
    second.muli(cosine).addi(scratch.own(first.mul(sine)));
    first.assign(turned);
  }
}
