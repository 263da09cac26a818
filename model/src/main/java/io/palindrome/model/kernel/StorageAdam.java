package io.palindrome.model.kernel;

/** Adam and the gradients' norm on any storage, in float64, in windows that fit into the cache. */
final class StorageAdam {
  private static final int WINDOW = 4096;

  private final AdamStep step;
  private final int[] decaying;
  private int boundary;

  private StorageAdam(AdamStep step, int... decaying) {
    this.step = step;
    this.decaying = decaying;
  }

  static double sumOfSquares(Matrix x) {
    double sum = 0;
    for (int row = 0; row < x.rows(); row++) {
      for (int from = 0; from < x.columns(); from += WINDOW) {
        for (double value : read(x, row, from)) {
          sum += value * value;
        }
      }
    }
    return sum;
  }

  static void update(
      AdamStep step, Indices decaying, Matrix gradients, Matrix moments, Matrix parameters) {
    StorageAdam adam = new StorageAdam(step, decaying.read());
    for (int from = 0; from < parameters.columns(); from += WINDOW) {
      double[] mean = read(moments, 0, from);
      double[] square = read(moments, 1, from);
      double[] p = read(parameters, 0, from);
      adam.update(read(gradients, 0, from), mean, square, p, from);
      write(moments, 0, from, mean);
      write(moments, 1, from, square);
      write(parameters, 0, from, p);
    }
  }

  private void update(double[] g, double[] mean, double[] square, double[] p, int from) {
    for (int i = 0; i < p.length; i++) {
      double gradient = step.gradientScale() * g[i];
      mean[i] = step.beta1() * mean[i] + (1 - step.beta1()) * gradient;
      square[i] = step.beta2() * square[i] + (1 - step.beta2()) * gradient * gradient;
      double update = step.rate() * mean[i] / (Math.sqrt(square[i]) / step.root() + step.epsilon());
      p[i] -= update + (decays(from + i) ? step.decay() * p[i] : 0);
    }
  }

  /** To be asked for every element, from the first on. */
  private boolean decays(int element) {
    while (boundary < decaying.length && decaying[boundary] <= element) {
      boundary++;
    }
    return boundary % 2 == 1;
  }

  private static double[] read(Matrix x, int row, int from) {
    return x.storage().read(at(x, row, from), Math.min(WINDOW, x.columns() - from));
  }

  private static void write(Matrix x, int row, int from, double... values) {
    x.storage().write(at(x, row, from), values);
  }

  private static long at(Matrix x, int row, int column) {
    return x.offset() + (long) row * x.stride() + column;
  }
}
