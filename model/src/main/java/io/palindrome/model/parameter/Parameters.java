package io.palindrome.model.parameter;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;

/** All parameters of a network: one flat vector, read through the slots of a layout. */
public record Parameters(Storage flat) {
  /** The slot as [rows, columns]: all axes but the last, multiplied, by the last. */
  public Matrix matrix(Slot slot) {
    int rows = Math.toIntExact(slot.rows());
    int columns = Math.toIntExact(slot.columns());
    return new Matrix(flat, slot.offset(), rows, columns, columns);
  }
}
