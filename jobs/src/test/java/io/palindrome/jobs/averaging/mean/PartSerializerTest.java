package io.palindrome.jobs.averaging.mean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class PartSerializerTest {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

  private final SerializerInstance serializer = new PartSerializer().newInstance();

  @Test
  void readsKeysAndPartsInTheOrderOfWriting() {
    List<RoundPart> parts =
        List.of(slice(0, 0), report(3), slice(1, 7), slice(2, 2 * PartWriter.PIECE + 5), report(4));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SerializationStream out = serializer.serializeStream(bytes)) {
      for (int key = 0; key < parts.size(); key++) {
        out.writeKey(key, ANY);
        out.writeValue(parts.get(key), ANY);
      }
    }
    List<Object> read = new ArrayList<>();
    try (DeserializationStream in =
        serializer.deserializeStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Iterator<Tuple2<Object, Object>> all = in.asKeyValueIterator();
      while (all.hasNext()) {
        Tuple2<Object, Object> next = all.next();
        assertThat(next._1()).isEqualTo(read.size());
        read.add(next._2());
      }
    }
    assertThat(read).usingRecursiveComparison().isEqualTo(parts);
  }

  @Test
  void readsOnePartFromItsBytes() {
    WorkerSlice slice = slice(5, 12);
    WorkerSlice read = (WorkerSlice) serializer.deserialize(serializer.serialize(slice, ANY), ANY);
    assertThat(read).usingRecursiveComparison().isEqualTo(slice);
  }

  @Test
  void saysThatBytesAreNoPart() {
    assertThatThrownBy(() -> serializer.deserialize(ByteBuffer.wrap(new byte[] {9}), ANY))
        .hasMessage("no part of a round begins with 9");
  }

  private static WorkerSlice slice(int worker, int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return new WorkerSlice(worker, 1L << 40, bytes);
  }

  private static WorkerReport report(int worker) {
    StepReport step = new StepReport(1.5, 2, 3, 4, 5);
    return new WorkerReport(worker, List.of(step), 6, 7, 8, 9, List.of(new byte[] {10}));
  }
}
