package io.palindrome.model.kernel;

import static io.palindrome.model.kernel.ReferenceKernels.at;

/** Layer normalization and its gradient (Ba et al. 2016, section 3). */
final class ReferenceLayerNorm {
  private ReferenceLayerNorm() {}

  static void normalize(Matrix x, NormParameters norm, Matrix y) {
    for (int i = 0; i < x.rows(); i++) {
      double[] normalized = normalized(x, norm.epsilon(), i);
      for (int j = 0; j < x.columns(); j++) {
        double gain = ReferenceStorage.of(norm.gain())[at(norm.gain(), 0, j)];
        double bias = ReferenceStorage.of(norm.bias())[at(norm.bias(), 0, j)];
        ReferenceStorage.of(y)[at(y, i, j)] = gain * normalized[j] + bias;
      }
    }
  }

  /** With g = gain * gradY: gradX = (g - mean(g) - n * mean(g * n)) / deviation, row by row. */
  static void addGradient(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into) {
    double[] grad = ReferenceStorage.of(gradY);
    int columns = x.columns();
    for (int i = 0; i < x.rows(); i++) {
      double[] n = normalized(x, norm.epsilon(), i);
      double deviation = deviation(x, norm.epsilon(), i);
      double meanG = 0;
      double meanGn = 0;
      for (int j = 0; j < columns; j++) {
        double g = ReferenceStorage.of(norm.gain())[at(norm.gain(), 0, j)] * grad[at(gradY, i, j)];
        meanG += g / columns;
        meanGn += g * n[j] / columns;
      }
      for (int j = 0; j < columns; j++) {
        double gy = grad[at(gradY, i, j)];
        double g = ReferenceStorage.of(norm.gain())[at(norm.gain(), 0, j)] * gy;
        ReferenceStorage.of(gradX)[at(gradX, i, j)] += (g - meanG - n[j] * meanGn) / deviation;
        ReferenceStorage.of(into.gain())[at(into.gain(), 0, j)] += gy * n[j];
        ReferenceStorage.of(into.bias())[at(into.bias(), 0, j)] += gy;
      }
    }
  }

  private static double mean(Matrix x, int row) {
    double sum = 0;
    for (int j = 0; j < x.columns(); j++) {
      sum += ReferenceStorage.of(x)[at(x, row, j)];
    }
    return sum / x.columns();
  }

  private static double deviation(Matrix x, double epsilon, int row) {
    double mean = mean(x, row);
    double sum = 0;
    for (int j = 0; j < x.columns(); j++) {
      double centered = ReferenceStorage.of(x)[at(x, row, j)] - mean;
      sum += centered * centered;
    }
    return Math.sqrt(sum / x.columns() + epsilon);
  }

  private static double[] normalized(Matrix x, double epsilon, int row) {
    double mean = mean(x, row);
    double deviation = deviation(x, epsilon, row);
    double[] n = new double[x.columns()];
    for (int j = 0; j < n.length; j++) {
      n[j] = (ReferenceStorage.of(x)[at(x, row, j)] - mean) / deviation;
    }
    return n;
  }
}
