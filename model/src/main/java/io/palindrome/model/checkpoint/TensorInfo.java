package io.palindrome.model.checkpoint;

import java.util.List;

/**
 * One tensor of a safetensors file, row-major.
 *
 * @param shape sizes of all axes; empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last one
 */
public record TensorInfo(String name, TensorType type, List<Long> shape, long begin, long end) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** Number of elements. */
  public long elements() {
    return (end - begin) / type.bytes();
  }
}
