package io.palindrome.jobs.averaging.mean;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/**
 * Writes keys and parts one after the other:
 *
 * <pre>
 * key      KEY,   number: int
 * slice    SLICE, worker: int, tokens: long, length: int, bytes
 * other    OTHER, length: int, bytes of Java's serialization
 * </pre>
 */
final class PartWriter extends SerializationStream {
  static final int KEY = 1;
  static final int SLICE = 2;
  static final int OTHER = 3;

  /**
   * Bytes of one call: Java copies what a file takes or gives to memory outside of its heap, which
   * is fresh, and slow, for more than the launcher's {@code MALLOC_MMAP_THRESHOLD_}.
   */
  static final int PIECE = 128 << 10;

  private final DataOutputStream out;
  private final SerializerInstance java;

  /**
   * @param java writes what is no slice
   */
  PartWriter(OutputStream out, SerializerInstance java) {
    this.out = new DataOutputStream(out);
    this.java = java;
  }

  @Override
  public <T> SerializationStream writeObject(T value, ClassTag<T> type) {
    try {
      if (value instanceof Integer key) {
        out.writeByte(KEY);
        out.writeInt(key);
      } else if (value instanceof WorkerSlice slice) {
        out.writeByte(SLICE);
        out.writeInt(slice.worker());
        out.writeLong(slice.tokens());
        write(slice.bytes());
      } else {
        out.writeByte(OTHER);
        ByteBuffer serialized = java.serialize(value, type);
        byte[] bytes = new byte[serialized.remaining()];
        serialized.get(bytes);
        write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private void write(byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    for (int from = 0; from < bytes.length; from += PIECE) {
      out.write(bytes, from, Math.min(PIECE, bytes.length - from));
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
