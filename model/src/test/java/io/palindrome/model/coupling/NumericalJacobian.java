package io.palindrome.model.coupling;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.reversible.StoreAll;
import io.palindrome.model.reversible.Streams;

/** The Jacobian of one row of a network's map, by central differences in float64. */
final class NumericalJacobian {
  private static final double STEP = 1e-5;
  private static final int SIZE = 2 * CouplingNetwork.WIDTH;

  private NumericalJacobian() {}

  /** log |det|. */
  static double logDeterminant(CouplingNetwork network, int row) {
    double[][] jacobian = new double[SIZE][SIZE];
    for (int column = 0; column < SIZE; column++) {
      double[] above = output(network, row, column, STEP);
      double[] below = output(network, row, column, -STEP);
      for (int i = 0; i < SIZE; i++) {
        jacobian[i][column] = (above[i] - below[i]) / (2 * STEP);
      }
    }
    return logDeterminant(jacobian);
  }

  private static double[] output(CouplingNetwork network, int row, int column, double moved) {
    Streams x = network.inputs();
    int width = CouplingNetwork.WIDTH;
    Matrix stream = column < width ? x.x1() : x.x2();
    long at = (long) row * width + column % width;
    stream.storage().write(at, stream.storage().read(at, 1)[0] + moved);
    new StoreAll().forward(network.blocks(), x, network.pass()).close();
    double[] output = new double[SIZE];
    System.arraycopy(x.x1().toArray(), row * width, output, 0, width);
    System.arraycopy(x.x2().toArray(), row * width, output, width, width);
    return output;
  }

  /** Gaussian elimination with the largest pivot of each column; changes the matrix. */
  private static double logDeterminant(double[][] a) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      int pivot = k;
      for (int i = k; i < a.length; i++) {
        pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
      }
      double[] row = a[pivot];
      a[pivot] = a[k];
      a[k] = row;
      sum += Math.log(Math.abs(row[k]));
      for (int i = k + 1; i < a.length; i++) {
        double factor = a[i][k] / row[k];
        for (int j = k; j < a.length; j++) {
          a[i][j] -= factor * row[j];
        }
      }
    }
    return sum;
  }
}
