package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A golden fixture: named tensors and the description of how they came about. */
public final class Fixture {
  /** A tensor, row-major, its numbers widened to float64. */
  public record Tensor(List<Integer> shape, double[] values) {
    /** The values as integers. */
    public int[] toInts() {
      int[] ints = new int[values.length];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = (int) values[i];
      }
      return ints;
    }
  }

  private final String name;
  private final JsonNode meta;
  private final Map<String, Tensor> tensors = new TreeMap<>();

  private Fixture(String name, JsonNode meta) {
    this.name = name;
    this.meta = meta;
  }

  /** Reads a safetensors file. */
  public static Fixture read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Math.toIntExact(bytes.getLong());
    byte[] header = new byte[headerLength];
    bytes.get(header);
    ObjectMapper mapper = new ObjectMapper();
    JsonNode entries = mapper.readTree(new String(header, StandardCharsets.UTF_8));
    String meta = entries.path("__metadata__").path("meta").asText("{}");
    String name = file.getFileName().toString().replace(".safetensors", "");
    Fixture fixture = new Fixture(name, mapper.readTree(meta));
    for (Iterator<Map.Entry<String, JsonNode>> it = entries.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = it.next();
      if (!entry.getKey().equals("__metadata__")) {
        fixture.tensors.put(
            entry.getKey(), tensor(entry.getValue(), bytes, Long.BYTES + headerLength));
      }
    }
    return fixture;
  }

  private static Tensor tensor(JsonNode entry, ByteBuffer bytes, int start) {
    List<Integer> shape = new ArrayList<>();
    entry.get("shape").forEach(size -> shape.add(size.asInt()));
    int count = shape.stream().reduce(1, Math::multiplyExact);
    int at = start + entry.get("data_offsets").get(0).asInt();
    double[] values = new double[count];
    String type = entry.get("dtype").asText();
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type) {
            case "F64" -> bytes.getDouble(at + i * Double.BYTES);
            case "F32" -> bytes.getFloat(at + i * Float.BYTES);
            case "I32" -> bytes.getInt(at + i * Integer.BYTES);
            case "U8" -> bytes.get(at + i) & 0xff;
            default -> throw new IllegalArgumentException("dtype must be known, but is " + type);
          };
    }
    return new Tensor(List.copyOf(shape), values);
  }

  /** File name without its ending. */
  public String name() {
    return name;
  }

  /** The description. */
  public JsonNode meta() {
    return meta;
  }

  /** Whether there is a tensor of that name. */
  public boolean has(String tensor) {
    return tensors.containsKey(tensor);
  }

  /** The tensor of that name. */
  public Tensor get(String tensor) {
    Tensor found = tensors.get(tensor);
    if (found == null) {
      throw new IllegalArgumentException("fixture " + name + " has no tensor " + tensor);
    }
    return found;
  }

  /** All tensors whose names begin so, by the rest of their names. */
  public Map<String, Tensor> under(String prefix) {
    Map<String, Tensor> found = new TreeMap<>();
    tensors.forEach(
        (key, tensor) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), tensor);
          }
        });
    return found;
  }
}
