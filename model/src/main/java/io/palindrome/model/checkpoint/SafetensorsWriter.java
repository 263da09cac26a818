package io.palindrome.model.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.ResourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * Writes safetensors files whose bytes depend on their contents alone.
 *
 * <p>Tensors of wider elements come first, otherwise the order is the given one; the header is
 * padded with spaces so that data begins at a multiple of 8.
 */
public final class SafetensorsWriter {
  private SafetensorsWriter() {}

  /** Writes a local file: complete under its name, or not at all. */
  public static void write(
      Path path, List<TensorEntry> tensors, SortedMap<String, String> metadata) {
    Path folder = path.toAbsolutePath().getParent();
    LocalStorage storage = new LocalStorage(folder);
    String name = path.getFileName().toString();
    String temporary = "." + name + ".tmp";
    try {
      try (OutputStream out = storage.create(temporary)) {
        write(out, tensors, metadata);
      }
      storage.rename(temporary, name);
    } catch (IOException e) {
      throw new ResourceException("Cannot write %s: %s".formatted(path, e), e);
    }
  }

  /** Writes to {@code out} and leaves it open. */
  public static void write(
      OutputStream out, List<TensorEntry> tensors, SortedMap<String, String> metadata)
      throws IOException {
    List<TensorEntry> ordered =
        tensors.stream()
            .sorted(Comparator.comparingInt((TensorEntry tensor) -> -tensor.type().bytes()))
            .toList();
    byte[] header = header(ordered, metadata);
    int padded = Math.floorDiv(header.length + 7, 8) * 8;
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).array());
    out.write(header);
    out.write(" ".repeat(padded - header.length).getBytes(StandardCharsets.UTF_8));
    ElementWriter writer = new ElementWriter(out);
    long expected = 0;
    for (TensorEntry tensor : ordered) {
      tensor.content().writeTo(writer);
      expected += tensor.bytes();
      if (writer.written() != expected) {
        throw new IllegalStateException(
            "tensor %s must write %d bytes, but wrote another number"
                .formatted(tensor.name(), tensor.bytes()));
      }
    }
    writer.flush();
  }

  private static byte[] header(List<TensorEntry> tensors, SortedMap<String, String> metadata) {
    ObjectNode header = JsonObject.empty();
    if (!metadata.isEmpty()) {
      ObjectNode strings = header.putObject(SafetensorsHeader.METADATA);
      metadata.forEach(strings::put);
    }
    Set<String> names = new HashSet<>();
    long begin = 0;
    for (TensorEntry tensor : tensors) {
      if (!names.add(tensor.name()) || tensor.name().equals(SafetensorsHeader.METADATA)) {
        throw new IllegalArgumentException(
            "tensor name must be used once and not be __metadata__, but is " + tensor.name());
      }
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      ArrayNode shape = entry.putArray("shape");
      tensor.shape().forEach(shape::add);
      entry.putArray("data_offsets").add(begin).add(begin + tensor.bytes());
      begin += tensor.bytes();
    }
    return JsonObject.renderCompact(header);
  }
}
