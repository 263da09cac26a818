package io.palindrome.model.kernel;

import java.util.function.LongToDoubleFunction;

/**
 * A dropout mask that keeps or drops whole rows. Kernels that cannot make it copy one factor for a
 * row, not one for an element.
 *
 * @param factors the factor of every row of the whole mask
 * @param firstRow row of the whole mask that row 0 is
 */
public record RowDropout(LongToDoubleFunction factors, long firstRow) implements Dropout {
  @Override
  public double scale(long row, int column) {
    return factors.applyAsDouble(firstRow + row);
  }

  @Override
  public Dropout fromRow(long first) {
    return new RowDropout(factors, firstRow + first);
  }
}
