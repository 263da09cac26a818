package io.palindrome.jobs.averaging.mean;

import java.nio.ByteBuffer;
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

  /** Whether elements [from, from + count) are these bytes. */
  static boolean same(byte[] bytes, INDArray vector, long from, int count) {
    int size = vector.dataType().width();
    if (bytes.length != Math.multiplyExact(count, size)) {
      return false;
    }
    BytePointer first = pointer(vector, from);
    ByteBuffer there = first.limit(first.position() + bytes.length).asByteBuffer();
    return ByteBuffer.wrap(bytes).equals(there);
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
