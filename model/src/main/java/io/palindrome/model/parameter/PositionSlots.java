package io.palindrome.model.parameter;

/** The tables that position embeddings are read from, if any. */
public sealed interface PositionSlots {
  /** Learned: table [maxLength, dModel]. */
  record Learned(Slot table) implements PositionSlots {}

  /**
   * Axial, shape (n1, n2), widths (d1, d2): rows [n1, 1, d1], columns [1, n2, d2]; position t is
   * {@code concat(rows[t div n2], columns[t mod n2])}.
   */
  record Axial(Slot rows, Slot columns) implements PositionSlots {}

  /** No table: attention turns its queries and keys. */
  record Rotary() implements PositionSlots {}
}
