package io.palindrome.model.checkpoint;

import java.nio.ByteBuffer;

/** Turns little-endian bytes into Java numbers. */
final class ElementReader {
  private ElementReader() {}

  /** Takes {@code count} elements from the buffer; {@code at} is the first one's index. */
  interface Piece {
    void accept(ByteBuffer buffer, int at, int count);
  }

  static void floats(TensorType type, ByteBuffer buffer, float[] into, int at, int count) {
    if (type == TensorType.F32) {
      buffer.asFloatBuffer().get(into, at, count);
      return;
    }
    for (int i = at; i < at + count; i++) {
      into[i] = half(type, buffer.getShort());
    }
  }

  static void doubles(TensorType type, ByteBuffer buffer, double[] into, int at, int count) {
    if (type == TensorType.F64) {
      buffer.asDoubleBuffer().get(into, at, count);
      return;
    }
    for (int i = at; i < at + count; i++) {
      into[i] = type == TensorType.F32 ? buffer.getFloat() : half(type, buffer.getShort());
    }
  }

  static long integer(TensorType type, ByteBuffer buffer) {
    return switch (type) {
      case I64 -> buffer.getLong();
      case I32 -> buffer.getInt();
      case U8 -> buffer.get() & 0xFF;
      case F64, F32, F16, BF16 -> throw new IllegalArgumentException(type + " is no integer type");
    };
  }

  private static float half(TensorType type, short bits) {
    return type == TensorType.F16 ? HalfFloat.fromBinary16(bits) : HalfFloat.fromBfloat16(bits);
  }
}
