package io.palindrome.model.kernel;

import static io.palindrome.model.kernel.ReferenceKernels.at;

/** Patches of images and the statistics of their channels, as plain loops. */
final class ReferenceImages {
  private ReferenceImages() {}

  static void unfold(ImageWindow window, Matrix x, Matrix patches) {
    double[] from = ReferenceStorage.of(x);
    double[] to = ReferenceStorage.of(patches);
    for (int row = 0; row < patches.rows(); row++) {
      for (int tap = 0; tap < window.taps(); tap++) {
        int source = window.source(row, tap);
        for (int c = 0; c < x.columns(); c++) {
          double value = source == ImageWindow.OUTSIDE ? 0 : from[at(x, source, c)];
          to[at(patches, row, tap * x.columns() + c)] = value;
        }
      }
    }
  }

  static void addFolded(ImageWindow window, Matrix patches, Matrix into) {
    double[] from = ReferenceStorage.of(patches);
    double[] to = ReferenceStorage.of(into);
    for (int row = 0; row < patches.rows(); row++) {
      for (int tap = 0; tap < window.taps(); tap++) {
        int source = window.source(row, tap);
        for (int c = 0; c < into.columns() && source != ImageWindow.OUTSIDE; c++) {
          to[at(into, source, c)] += from[at(patches, row, tap * into.columns() + c)];
        }
      }
    }
  }

  static void columnStatistics(Matrix x, Matrix statistics) {
    double[] values = ReferenceStorage.of(x);
    for (int j = 0; j < x.columns(); j++) {
      double mean = 0;
      for (int i = 0; i < x.rows(); i++) {
        mean += values[at(x, i, j)] / x.rows();
      }
      double variance = 0;
      for (int i = 0; i < x.rows(); i++) {
        double centered = values[at(x, i, j)] - mean;
        variance += centered * centered / x.rows();
      }
      ReferenceStorage.of(statistics)[at(statistics, 0, j)] = mean;
      ReferenceStorage.of(statistics)[at(statistics, 1, j)] = variance;
    }
  }

  private static double element(Matrix vector, int column) {
    return ReferenceStorage.of(vector)[at(vector, 0, column)];
  }

  private static double deviation(ColumnNorm norm, int column) {
    return Math.sqrt(element(norm.variance(), column) + norm.parameters().epsilon());
  }

  private static double normalized(Matrix x, ColumnNorm norm, int row, int column) {
    double value = ReferenceStorage.of(x)[at(x, row, column)];
    return (value - element(norm.mean(), column)) / deviation(norm, column);
  }

  static void columnNorm(Matrix x, ColumnNorm norm, Matrix y) {
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        double gain = element(norm.parameters().gain(), j);
        double bias = element(norm.parameters().bias(), j);
        ReferenceStorage.of(y)[at(y, i, j)] = gain * normalized(x, norm, i, j) + bias;
      }
    }
  }

  /** gradX += gain * (gradY - mean(gradY) - n * mean(gradY * n)) / deviation, column by column. */
  static void addColumnNormGradient(
      Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into) {
    double[] grad = ReferenceStorage.of(gradY);
    for (int j = 0; j < x.columns(); j++) {
      double sum = 0;
      double along = 0;
      for (int i = 0; i < x.rows(); i++) {
        sum += grad[at(gradY, i, j)];
        along += grad[at(gradY, i, j)] * normalized(x, norm, i, j);
      }
      double factor = element(norm.parameters().gain(), j) / deviation(norm, j);
      for (int i = 0; i < x.rows(); i++) {
        double n = normalized(x, norm, i, j);
        double inner = grad[at(gradY, i, j)] - sum / x.rows() - n * along / x.rows();
        ReferenceStorage.of(gradX)[at(gradX, i, j)] += factor * inner;
      }
      ReferenceStorage.of(into.gain())[at(into.gain(), 0, j)] += along;
      ReferenceStorage.of(into.bias())[at(into.bias(), 0, j)] += sum;
    }
  }
}
