package io.palindrome.model.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The temporaries of one operation, closed with it: ND4J's memory lies outside the garbage
 * collector's sight.
 */
final class Nd4jScratch implements AutoCloseable {
  private final DataType type;
  private final Deque<INDArray> owned = new ArrayDeque<>();

  Nd4jScratch(DataType type) {
    this.type = type;
  }

  /** Takes over an array with memory of its own, never a view. */
  INDArray own(INDArray array) {
    owned.push(array);
    return array;
  }

  /** A dense array with undefined content. */
  INDArray take(long... shape) {
    return own(Nd4j.createUninitialized(type, shape));
  }

  /** A dense array filled with one value. */
  INDArray filled(double value, long... shape) {
    return take(shape).assign(value);
  }

  /** A dense matrix of the given elements. */
  INDArray of(double[] values, long rows, long columns) {
    INDArray wide = Nd4j.createFromArray(values);
    INDArray matrix = take(rows, columns);
    matrix.assign(wide.reshape(rows, columns));
    wide.close();
    return matrix;
  }

  /** Row numbers. */
  INDArray indices(int... values) {
    return own(Nd4j.createFromArray(values));
  }

  /** The matrix, copied into a dense array. */
  INDArray copy(INDArray matrix) {
    return own(matrix.dup('c'));
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
