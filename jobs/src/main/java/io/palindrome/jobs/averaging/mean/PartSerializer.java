package io.palindrome.jobs.averaging.mean;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/**
 * How keys and parts of a round go through the shuffle: slices as they lie, all else as Java
 * serializes it. Java's own stream would copy slices once more, a kibibyte at a time.
 *
 * @see PartWriter
 * @see PartReader
 */
final class PartSerializer extends Serializer implements Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public SerializerInstance newInstance() {
    return new Instance(new JavaSerializer(new SparkConf(false)).newInstance());
  }

  private static final class Instance extends SerializerInstance {
    private final SerializerInstance java;

    Instance(SerializerInstance java) {
      this.java = java;
    }

    @Override
    public <T> ByteBuffer serialize(T value, ClassTag<T> type) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (SerializationStream stream = serializeStream(bytes)) {
        stream.writeObject(value, type);
      }
      return ByteBuffer.wrap(bytes.toByteArray());
    }

    @Override
    public <T> T deserialize(ByteBuffer buffer, ClassTag<T> type) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      try (DeserializationStream stream = deserializeStream(new ByteArrayInputStream(bytes))) {
        return stream.readObject(type);
      }
    }

    @Override
    public <T> T deserialize(ByteBuffer buffer, ClassLoader loader, ClassTag<T> type) {
      return deserialize(buffer, type);
    }

    @Override
    public SerializationStream serializeStream(OutputStream out) {
      return new PartWriter(out, java);
    }

    @Override
    public DeserializationStream deserializeStream(InputStream in) {
      return new PartReader(in, java);
    }
  }
}
