package io.palindrome.model.kernel.cuda;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.CounterDropout;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Reach;

/**
 * A dropout mask as attention's kernels take it (attention_dropout.cuh): made from a counter, or,
 * where a mask tells nothing of itself but its factors, a bit for every element.
 *
 * @param counter what the mask is made from; with bits only its stride, elements of a row, counts
 * @param factor of the elements that are kept
 * @param bits address of the bits, 32 in a word from the lowest on; 0 for none
 */
record AttentionMask(CounterMask counter, float factor, long bits) {
  /**
   * The mask of an attention. One that kernels cannot make is evaluated here and copied.
   *
   * @param scratch where its bits will lie
   */
  static AttentionMask of(ChunkAttention spec, int length, Device device, DeviceScratch scratch) {
    Dropout dropout = spec.dropout();
    if (dropout == Dropout.NONE || dropout instanceof CounterDropout) {
      CounterMask counter = CounterMask.of(dropout);
      return new AttentionMask(counter, counter.factor(), 0);
    }
    int rows = Math.multiplyExact(spec.rounds(), length);
    int columns =
        spec.reach() instanceof Reach.Neighbours near
            ? Math.multiplyExact(near.chunks(), spec.chunkLength())
            : length;
    Kept kept = new Kept(rows, columns);
    kept.evaluate(dropout);
    long bits = scratch.integers(kept.words.length);
    device.write(bits, kept.words);
    return new AttentionMask(new CounterMask(0, 0, columns, 0), (float) kept.factor, bits);
  }

  /** Which elements are kept, and with which factor. */
  private static final class Kept {
    private final int rows;
    private final int columns;
    private final int[] words;
    private double factor = 1;

    Kept(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
      long elements = (long) rows * columns;
      words = new int[Math.toIntExact((elements + Integer.SIZE - 1) / Integer.SIZE)];
    }

    void evaluate(Dropout dropout) {
      boolean any = false;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          double scale = dropout.scale(row, column);
          if (scale != 0) {
            Check.that(
                !any || scale == factor,
                "factors of a dropout mask in attention on a GPU must be 0 or one number, but are"
                    + " %s and %s",
                factor,
                scale);
            any = true;
            factor = scale;
            long element = (long) row * columns + column;
            words[(int) (element / Integer.SIZE)] |= 1 << (int) (element % Integer.SIZE);
          }
        }
      }
    }
  }
}
