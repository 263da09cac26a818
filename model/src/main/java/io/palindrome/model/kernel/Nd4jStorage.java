package io.palindrome.model.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Storage in the memory of ND4J's backend. */
final class Nd4jStorage implements Storage {
  private final INDArray flat;

  Nd4jStorage(DataType type, long length) {
    flat = Nd4j.createUninitialized(type, length);
  }

  /** The matrix as a view: what is written to it is written to the storage. */
  static INDArray view(Matrix matrix) {
    return view(flat(matrix), matrix.offset(), matrix.rows(), matrix.columns(), matrix.stride());
  }

  /** A window on a dense array: element (i, j) lies at {@code offset + i * stride + j}. */
  static INDArray view(INDArray dense, long offset, long rows, long columns, long stride) {
    long[] shape = {rows, columns};
    return Nd4j.create(dense.data(), shape, new long[] {stride, 1}, offset, 'c');
  }

  private static INDArray flat(Matrix matrix) {
    if (matrix.storage() instanceof Nd4jStorage storage) {
      return storage.flat;
    }
    throw new IllegalArgumentException(
        "matrix must be allocated by Nd4jKernels, but lies in "
            + matrix.storage().getClass().getSimpleName());
  }

  /** The first elements as one row. */
  INDArray firstRow(long count) {
    return view(flat, 0, 1, count, count);
  }

  @Override
  public long length() {
    return flat.length();
  }

  @Override
  public double[] read(long offset, int count) {
    INDArray copy = view(flat, offset, 1, count, count).dup('c');
    double[] values = copy.data().asDouble();
    copy.close();
    return values;
  }

  @Override
  public void write(long offset, double... values) {
    INDArray source = Nd4j.createFromArray(values);
    view(flat, offset, 1, values.length, values.length).assign(source.reshape(1, values.length));
    source.close();
  }

  @Override
  public void close() {
    flat.close();
  }
}
