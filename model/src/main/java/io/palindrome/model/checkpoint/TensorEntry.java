package io.palindrome.model.checkpoint;

import java.io.IOException;
import java.util.List;

/**
 * A tensor to be written.
 *
 * @param content writes the elements, in row-major order, when the file is written
 */
public record TensorEntry(String name, TensorType type, List<Long> shape, Content content) {
  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /** Puts all elements of one tensor out. */
  interface Content {
    void writeTo(ElementWriter writer) throws IOException;
  }

  /** A slice of {@code values} that begins at {@code offset}; the array is read when written. */
  public static TensorEntry floats(String name, List<Long> shape, float[] values, int offset) {
    int count = count(shape);
    return new TensorEntry(
        name, TensorType.F32, shape, writer -> writer.floats(values, offset, count));
  }

  /** All of {@code values}. */
  public static TensorEntry doubles(String name, List<Long> shape, double[] values) {
    int count = count(shape);
    return new TensorEntry(name, TensorType.F64, shape, writer -> writer.doubles(values, count));
  }

  /** All of {@code values}. */
  public static TensorEntry ints(String name, List<Long> shape, int[] values) {
    int count = count(shape);
    return new TensorEntry(name, TensorType.I32, shape, writer -> writer.ints(values, count));
  }

  /** All of {@code values}. */
  public static TensorEntry longs(String name, List<Long> shape, long[] values) {
    int count = count(shape);
    return new TensorEntry(name, TensorType.I64, shape, writer -> writer.longs(values, count));
  }

  /** All of {@code values}, as U8. */
  public static TensorEntry bytes(String name, List<Long> shape, byte[] values) {
    int count = count(shape);
    return new TensorEntry(name, TensorType.U8, shape, writer -> writer.bytes(values, count));
  }

  private static int count(List<Long> shape) {
    return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
  }

  long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  long bytes() {
    return Math.multiplyExact(elements(), (long) type.bytes());
  }
}
