package io.palindrome.jobs.averaging.mean;

import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies runs of a flat vector to and from bytes, in the vector's type and the machine's order. */
final class VectorBytes {
  private VectorBytes() {}

  /** Elements [from, from + count). */
  static byte[] read(INDArray vector, long from, int count) {
    int size = vector.dataType().width();
    byte[] bytes = new byte[Math.multiplyExact(count, size)];
    pointer(vector, from).get(bytes);
    return bytes;
  }

  /** Overwrites the elements from {@code from} on. */
  static void write(byte[] bytes, INDArray vector, long from) {
    pointer(vector, from).put(bytes);
  }

  private static BytePointer pointer(INDArray vector, long from) {
    long first = (vector.offset() + from) * vector.dataType().width();
    return new BytePointer(vector.data().pointer()).position(first);
  }
}
