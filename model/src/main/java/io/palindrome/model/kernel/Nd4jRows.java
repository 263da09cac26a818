package io.palindrome.model.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows of tables, read and added to by their numbers. */
final class Nd4jRows {
  /** Rows that are added up by one matrix of ones and zeros. */
  private static final int GROUP_ROWS = 512;

  private Nd4jRows() {}

  /** into[i] += table[rows[i]]. */
  static void addGathered(Matrix table, int[] rows, Matrix into, Nd4jScratch scratch) {
    INDArray gathered = scratch.take(into.rows(), into.columns());
    Nd4jOperations.gather(Nd4jStorage.view(table), scratch.indices(rows), gathered);
    Nd4jStorage.view(into).addi(gathered);
  }

  /**
   * table[rows[i]] += x[i]. A row that several i name gets their sum, made by a matrix product, so
   * that no two threads add to one row and the order of adding is fixed.
   */
  static void addScattered(Matrix x, int[] rows, Matrix table, Nd4jKernels kernels) {
    for (int first = 0; first < rows.length; first += GROUP_ROWS) {
      int count = Math.min(GROUP_ROWS, rows.length - first);
      int[] group = Arrays.copyOfRange(rows, first, first + count);
      try (Nd4jScratch scratch = kernels.scratch()) {
        addGroup(x.rowRange(first, count), group, table, scratch);
      }
    }
  }

  private static void addGroup(Matrix x, int[] rows, Matrix table, Nd4jScratch scratch) {
    int[] distinct = Arrays.stream(rows).sorted().distinct().toArray();
    INDArray target = Nd4jStorage.view(table);
    if (distinct.length == rows.length) {
      INDArray dense = scratch.copy(Nd4jStorage.view(x));
      Nd4jOperations.scatterAdd(target, scratch.indices(rows), dense);
      return;
    }
    double[] membership = new double[distinct.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      membership[Arrays.binarySearch(distinct, rows[i]) * rows.length + i] = 1;
    }
    INDArray sums = scratch.take(distinct.length, x.columns());
    INDArray which = scratch.of(membership, distinct.length, rows.length);
    Nd4jOperations.multiply(which, Transpose.NONE, Nd4jStorage.view(x), Transpose.NONE, sums);
    Nd4jOperations.scatterAdd(target, scratch.indices(distinct), sums);
  }
}
