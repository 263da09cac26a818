package io.palindrome.model.checkpoint;

import io.palindrome.conf.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The head of a safetensors file: 8 bytes little-endian length N, then N bytes of JSON.
 *
 * <p>Nothing in it is believed: lengths are compared with the file's size before anything is
 * allocated, and the tensors must cover the bytes after the header exactly, without overlap.
 *
 * @param tensors in the file's order of bytes
 * @param metadata the strings under {@code __metadata__}
 * @param dataStart byte of the file where the first tensor begins
 */
record SafetensorsHeader(
    Map<String, TensorInfo> tensors, SortedMap<String, String> metadata, long dataStart) {
  static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = 8;
  private static final long MOST_HEADER_BYTES = 1 << 24;
  private static final int MOST_AXES = 32;

  static SafetensorsHeader read(ByteSource source) throws IOException {
    String purpose = "Cannot read " + source.name();
    long size = source.size();
    if (size < LENGTH_BYTES) {
      throw new DataException(
          "%s: it has %d bytes, and a safetensors file has at least 8".formatted(purpose, size));
    }
    long length = bytes(source, 0, LENGTH_BYTES).getLong();
    if (length < 2 || length > size - LENGTH_BYTES || length > MOST_HEADER_BYTES) {
      throw new DataException(
          "%s: its header claims %s bytes of a file of %d; it is truncated, or no safetensors file"
              .formatted(purpose, Long.toUnsignedString(length), size));
    }
    JsonObject json =
        JsonObject.parse(
            purpose + ": its header", bytes(source, LENGTH_BYTES, (int) length).array());
    long dataStart = LENGTH_BYTES + length;
    List<TensorInfo> tensors = new ArrayList<>();
    for (Iterator<String> names = json.node().fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.chars().anyMatch(Character::isISOControl)) {
        throw new DataException(
            "%s: the name of its tensor %s has a control character"
                .formatted(purpose, JsonObject.printable(name)));
      }
      if (!name.equals(METADATA)) {
        tensors.add(tensor(purpose, name, json.object(name)));
      }
    }
    tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
    checkCover(purpose, tensors, size - dataStart);
    Map<String, TensorInfo> byName = new LinkedHashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    return new SafetensorsHeader(byName, metadata(json), dataStart);
  }

  private static ByteBuffer bytes(ByteSource source, long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    source.read(position, buffer);
    return buffer;
  }

  private static SortedMap<String, String> metadata(JsonObject json) {
    SortedMap<String, String> metadata = new TreeMap<>();
    if (json.has(METADATA)) {
      JsonObject object = json.object(METADATA);
      object.node().fieldNames().forEachRemaining(key -> metadata.put(key, object.text(key)));
    }
    return metadata;
  }

  private static TensorInfo tensor(String purpose, String name, JsonObject json) {
    TensorType type = type(json);
    List<Long> shape = json.integers("shape");
    List<Long> offsets = json.integers("data_offsets");
    if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
      throw json.refused("data_offsets", "two rising numbers from 0 on");
    }
    if (shape.size() > MOST_AXES) {
      throw json.refused("shape", "at most " + MOST_AXES + " axes");
    }
    long bytes = type.bytes();
    for (long axis : shape) {
      if (axis < 0 || Math.multiplyHigh(bytes, axis) != 0 || bytes * axis < 0) {
        throw json.refused("shape", "sizes from 0 on whose product fits the file");
      }
      bytes *= axis;
    }
    if (bytes != offsets.get(1) - offsets.get(0)) {
      throw new DataException(
          "%s: its tensor %s of type %s and shape %s needs %d bytes, but has %d"
              .formatted(purpose, name, type, shape, bytes, offsets.get(1) - offsets.get(0)));
    }
    return new TensorInfo(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private static TensorType type(JsonObject json) {
    String name = json.text("dtype");
    for (TensorType type : TensorType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw json.refused("dtype", "one of " + List.of(TensorType.values()));
  }

  /** Tensors follow each other from byte 0 to the file's end. */
  private static void checkCover(String purpose, List<TensorInfo> tensors, long dataBytes) {
    long end = 0;
    for (TensorInfo tensor : tensors) {
      if (tensor.end() > dataBytes) {
        throw new DataException(
            "%s: its tensor %s ends at byte %d of %d; the file is truncated or damaged"
                .formatted(purpose, tensor.name(), tensor.end(), dataBytes));
      }
      if (tensor.begin() != end) {
        throw new DataException(
            "%s: its tensor %s begins at byte %d, but the one before ends at %d"
                .formatted(purpose, tensor.name(), tensor.begin(), end));
      }
      end = tensor.end();
    }
    if (end != dataBytes) {
      throw new DataException(
          "%s: its tensors end at byte %d, but %d bytes follow the header"
              .formatted(purpose, end, dataBytes));
    }
  }
}
