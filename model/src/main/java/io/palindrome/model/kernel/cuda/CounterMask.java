package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.CounterDropout;
import io.palindrome.model.kernel.Dropout;

/**
 * A dropout mask that a device can make: element (row, column) is dropped where {@link
 * io.palindrome.model.random.CounterRandom#uniform} of {@code key} and {@code (firstRow + row) *
 * stride + column} is below the probability.
 */
record CounterMask(long key, long firstRow, long stride, double probability) {
  /** Keeps everything. */
  static final CounterMask NONE = new CounterMask(0, 0, 0, 0);

  /** The numbers of a mask that has them; fails for others. */
  static CounterMask of(Dropout dropout) {
    if (dropout == Dropout.NONE) {
      return NONE;
    }
    if (dropout instanceof CounterDropout mask) {
      return new CounterMask(mask.key(), mask.firstRow(), mask.stride(), mask.probability());
    }
    throw new IllegalArgumentException(
        "dropout must be NONE or a CounterDropout to be made on a GPU, but is "
            + dropout.getClass().getSimpleName());
  }

  /**
   * What 52 random bits must reach for an element to be kept: uniform is (bits + 0.5) / 2^52, and
   * no rounding is in the way of comparing integers.
   */
  long keptFrom() {
    return probability == 0 ? 0 : (long) Math.ceil(probability * 0x1p52 - 0.5);
  }

  /** What kept elements are multiplied by. */
  float factor() {
    return (float) (1 / (1 - probability));
  }
}
