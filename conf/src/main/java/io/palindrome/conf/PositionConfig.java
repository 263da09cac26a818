package io.palindrome.conf;

import java.io.Serializable;
import java.util.List;

/**
 * Positions: learned, axial with shape (n1, n2) and widths (d1, d2), which are ignored for the
 * other kinds, or rotary.
 *
 * @param maxLength longest sequence, in tokens
 * @param axialShape rows and columns of the axial tables; positions are row * n2 + column
 * @param axialWidths widths of the row's and the column's part; their sum is {@code model.d-model}
 */
public record PositionConfig(
    PositionKind kind, int maxLength, List<Integer> axialShape, List<Integer> axialWidths)
    implements Serializable {
  public static final PositionConfig DEFAULT =
      new PositionConfig(PositionKind.AXIAL, 16_384, List.of(128, 128), List.of(64, 192));

  public PositionConfig {
    Check.present("model.position.kind", kind);
    Check.present("model.position.axial-shape", axialShape);
    Check.present("model.position.axial-widths", axialWidths);
    axialShape = List.copyOf(axialShape);
    axialWidths = List.copyOf(axialWidths);
    Check.inRange("model.position.max-length", maxLength, 1, 1 << 30);
    if (kind == PositionKind.AXIAL) {
      twoPositive("model.position.axial-shape", axialShape);
      twoPositive("model.position.axial-widths", axialWidths);
      Check.that(
          (long) axialShape.get(0) * axialShape.get(1) <= 1 << 30,
          "model.position.axial-shape must have a product of at most 1073741824, but is %s",
          axialShape);
    }
  }

  private static void twoPositive(String key, List<Integer> values) {
    Check.that(
        values.size() == 2 && values.stream().allMatch(n -> n > 0),
        "%s must be two positive numbers, but is %s",
        key,
        values);
  }

  /** Positions that the tables hold. */
  public long positions() {
    return kind == PositionKind.AXIAL ? (long) axialShape.get(0) * axialShape.get(1) : maxLength;
  }
}
