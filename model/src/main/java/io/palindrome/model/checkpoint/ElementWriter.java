package io.palindrome.model.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Puts Java numbers out as little-endian bytes, through a buffer of 64 KiB. */
final class ElementWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  ElementWriter(OutputStream out) {
    this.out = out;
  }

  void floats(float[] values, int offset, int count) throws IOException {
    for (int i = offset; i < offset + count; i++) {
      room(Float.BYTES).putFloat(values[i]);
    }
  }

  void doubles(double[] values, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      room(Double.BYTES).putDouble(values[i]);
    }
  }

  void ints(int[] values, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      room(Integer.BYTES).putInt(values[i]);
    }
  }

  void longs(long[] values, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      room(Long.BYTES).putLong(values[i]);
    }
  }

  void bytes(byte[] values, int count) throws IOException {
    flush();
    out.write(values, 0, count);
    written += count;
  }

  /** Bytes put out so far. */
  long written() {
    return written + buffer.position();
  }

  void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    written += buffer.position();
    buffer.clear();
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }
}
