package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.model.checkpoint.SafetensorsFile;
import io.palindrome.model.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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

  /**
   * Reads a safetensors file.
   *
   * @throws io.palindrome.conf.DataException if it is none, or damaged
   */
  public static Fixture read(Path path) throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      String meta = file.metadata().getOrDefault("meta", "{}");
      String name = path.getFileName().toString().replace(".safetensors", "");
      Fixture fixture = new Fixture(name, new ObjectMapper().readTree(meta));
      for (TensorInfo tensor : file.tensors()) {
        List<Integer> shape = tensor.shape().stream().map(Math::toIntExact).toList();
        fixture.tensors.put(tensor.name(), new Tensor(shape, values(file, tensor)));
      }
      return fixture;
    }
  }

  private static double[] values(SafetensorsFile file, TensorInfo tensor) {
    return switch (tensor.type()) {
      case I32, U8 -> Arrays.stream(file.ints(tensor.name())).asDoubleStream().toArray();
      default -> file.doubles(tensor.name());
    };
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
