package io.palindrome.model.parameter;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;

/** The gradients of all parameters: one flat vector of the same layout; layers add to it. */
public record Gradients(Storage flat) {
  /** The slot as [rows, columns]: all axes but the last, multiplied, by the last. */
  public Matrix matrix(Slot slot) {
    int rows = Math.toIntExact(slot.rows());
    int columns = Math.toIntExact(slot.columns());
    return new Matrix(flat, slot.offset(), rows, columns, columns);
  }
}
