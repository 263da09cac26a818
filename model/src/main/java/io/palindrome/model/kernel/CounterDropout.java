package io.palindrome.model.kernel;

import io.palindrome.conf.Check;
import io.palindrome.model.random.CounterRandom;

/**
 * A dropout mask that is a function of a key: element (row, column) is dropped where {@link
 * CounterRandom#uniform} of element {@code (firstRow + row) * stride + column} is below the
 * probability. A device makes the same mask from these numbers alone.
 *
 * @param key of the generator
 * @param firstRow row of the whole mask that row 0 is
 * @param stride between the elements of two rows; at least the number of columns
 * @param probability of being dropped, in [0, 1)
 */
public record CounterDropout(long key, long firstRow, long stride, double probability)
    implements Dropout {
  public CounterDropout {
    Check.that(
        probability >= 0 && probability < 1,
        "dropout probability must be in [0, 1), but is %s",
        probability);
  }

  @Override
  public double scale(long row, int column) {
    double uniform = CounterRandom.uniform(key, (firstRow + row) * stride + column);
    return uniform < probability ? 0 : 1 / (1 - probability);
  }

  @Override
  public Dropout fromRow(long first) {
    return new CounterDropout(key, firstRow + first, stride, probability);
  }
}
