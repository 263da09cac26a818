package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;

/**
 * An operand of a product as it is read.
 *
 * @param values element (i, k) lies at offset + i * row + k * column
 * @param row distance of rows
 * @param column distance of columns; one of both is 1
 */
record ProductOperand(float[] values, int offset, int row, int column) {
  static ProductOperand of(Matrix matrix, Transpose transpose) {
    boolean asItLies = transpose == Transpose.NONE;
    return new ProductOperand(
        HostStorage.of(matrix),
        HostStorage.at(matrix, 0),
        asItLies ? matrix.stride() : 1,
        asItLies ? 1 : matrix.stride());
  }

  int at(int i, int k) {
    return offset + i * row + k * column;
  }
}
