package io.palindrome.model.parameter;

import java.util.List;

/**
 * A named slice of the flat parameter vector, row-major.
 *
 * @param name Hugging Face's parameter name
 * @param offset index of the first element in the flat vector
 * @param shape sizes of all axes, each at least 1
 */
public record Slot(String name, long offset, List<Long> shape) {
  public Slot {
    shape = List.copyOf(shape);
    if (offset < 0) {
      throw new IllegalArgumentException(
          "offset of %s must be at least 0, but is %d".formatted(name, offset));
    }
    if (shape.isEmpty() || shape.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "shape of %s must have axes of at least 1, but is %s".formatted(name, shape));
    }
  }

  /** Number of elements. */
  public long length() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /** Index after the last element in the flat vector. */
  public long end() {
    return Math.addExact(offset, length());
  }

  /** All axes but the last, multiplied: out of an [out, in] weight, 1 of a vector. */
  public long rows() {
    return length() / columns();
  }

  /** The last axis: in of an [out, in] weight, the length of a vector. */
  public long columns() {
    return shape.get(shape.size() - 1);
  }
}
