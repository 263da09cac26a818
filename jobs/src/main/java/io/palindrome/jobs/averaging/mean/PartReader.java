package io.palindrome.jobs.averaging.mean;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/** Reads what {@link PartWriter} wrote. */
final class PartReader extends DeserializationStream {
  private final DataInputStream in;
  private final SerializerInstance java;

  /**
   * @param java reads what is no slice
   */
  PartReader(InputStream in, SerializerInstance java) {
    this.in = new DataInputStream(in);
    this.java = java;
  }

  /** The next key or part; at the end of the stream Spark waits for an {@code EOFException}. */
  @Override
  @SuppressWarnings("unchecked") // the caller knows what it wrote
  public <T> T readObject(ClassTag<T> type) {
    try {
      int kind = in.readByte();
      return switch (kind) {
        case PartWriter.KEY -> (T) Integer.valueOf(in.readInt());
        case PartWriter.SLICE -> (T) new WorkerSlice(in.readInt(), in.readLong(), bytes());
        case PartWriter.OTHER -> java.deserialize(ByteBuffer.wrap(bytes()), type);
        default -> throw new StreamCorruptedException("no part of a round begins with " + kind);
      };
    } catch (IOException e) {
      throw PartReader.<RuntimeException>asItIs(e);
    }
  }

  /**
   * Spark's method declares no exception, and its caller ends the stream at one that is checked.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E asItIs(IOException e) throws E {
    throw (E) e;
  }

  private byte[] bytes() throws IOException {
    byte[] bytes = new byte[in.readInt()];
    for (int from = 0; from < bytes.length; from += PartWriter.PIECE) {
      in.readFully(bytes, from, Math.min(PartWriter.PIECE, bytes.length - from));
    }
    return bytes;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
