package io.palindrome.model.parameter;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes ND4J arrays from Java's, row-major. The caller closes them. */
public final class HostArrays {
  private HostArrays() {}

  /** An int matrix [rows, columns], such as token ids. */
  public static INDArray ints(int[] values, long rows, long columns) {
    return Nd4j.createFromArray(values).reshape(rows, columns);
  }

  /** A real matrix [rows, columns]; values are rounded to its type. */
  public static INDArray reals(DataType type, double[] values, long rows, long columns) {
    return Nd4j.createFromArray(values).castTo(type).reshape(rows, columns);
  }

  /** A float32 vector [length]. */
  public static INDArray vector(float... values) {
    return Nd4j.createFromArray(values);
  }

  /** A real matrix of zeros. */
  public static INDArray zeros(DataType type, long rows, long columns) {
    return Nd4j.create(type, rows, columns);
  }
}
