package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J operations by name, with the arguments that this product uses. */
final class Nd4jOperations {
  private Nd4jOperations() {}

  /**
   * c = alpha * op(a) op(b) + beta * c, for matrices or equally many of them; views are not copied.
   */
  static void multiply(
      double alpha, INDArray a, Transpose opA, INDArray b, Transpose opB, double beta, INDArray c) {
    int transposeA = opA == Transpose.TRANSPOSED ? 1 : 0;
    int transposeB = opB == Transpose.TRANSPOSED ? 1 : 0;
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, b)
            .addOutputs(c)
            .addIntegerArguments(transposeA, transposeB, 0)
            .addFloatingPointArguments(alpha, beta)
            .build());
  }

  /** c = op(a) op(b). */
  static void multiply(INDArray a, Transpose opA, INDArray b, Transpose opB, INDArray c) {
    multiply(1, a, opA, b, opB, 0, c);
  }

  /** rows[i] = table[indices[i]]. */
  static void gather(INDArray table, INDArray indices, INDArray rows) {
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            .addInputs(table, indices)
            .addOutputs(rows)
            .addIntegerArguments(0)
            .build());
  }

  /** table[indices[i]] += rows[i]; the indices must differ, or the order of adding is open. */
  static void scatterAdd(INDArray table, INDArray indices, INDArray rows) {
    scatter("scatter_add", table, indices, rows);
  }

  /** table[indices[i]] = rows[i]; the indices must differ. */
  static void scatter(INDArray table, INDArray indices, INDArray rows) {
    scatter("scatter_upd", table, indices, rows);
  }

  private static void scatter(String name, INDArray table, INDArray indices, INDArray rows) {
    Nd4j.exec(
        DynamicCustomOp.builder(name)
            .addInputs(table, indices, rows)
            .addOutputs(table)
            .callInplace(true)
            .build());
  }

  /** rows[i] = 1 at column indices[i], 0 elsewhere; a row of zeros where the index is negative. */
  static void oneHot(INDArray indices, INDArray rows) {
    Nd4j.exec(
        DynamicCustomOp.builder("onehot")
            .addInputs(indices)
            .addOutputs(rows)
            .addIntegerArguments(-1, Math.toIntExact(rows.columns()))
            .addFloatingPointArguments(1.0, 0.0)
            .build());
  }

  /** into[0, j] += sum over i of x[i, j]; ND4J's own sum over rows is slow. */
  static void addColumnSums(INDArray x, INDArray into, Nd4jScratch scratch) {
    INDArray ones = scratch.filled(1, 1, x.rows());
    multiply(1, ones, Transpose.NONE, x, Transpose.NONE, 1, into);
  }
}
