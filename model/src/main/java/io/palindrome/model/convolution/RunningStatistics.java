package io.palindrome.model.convolution;

import io.palindrome.model.parameter.Slot;
import java.util.Arrays;
import java.util.List;

/**
 * Means and variances of all batch normalizations, averaged over the steps of a training (Ioffe and
 * Szegedy 2015, section 3.1):
 *
 * <pre>running = 0.9 running + 0.1 batch</pre>
 *
 * <p>The batch's variance counts with rows / (rows - 1), the unbiased estimate, although the batch
 * itself is normalized with the biased one. Means start as 0, variances as 1. Not thread-safe.
 */
public final class RunningStatistics {
  private static final double MOMENTUM = 0.1;

  private final double[] values;

  /**
   * @param slots one [2, channels] for each batch normalization, without gaps
   */
  public RunningStatistics(List<Slot> slots) {
    long length = slots.isEmpty() ? 0 : slots.get(slots.size() - 1).end();
    values = new double[Math.toIntExact(length)];
    for (Slot slot : slots) {
      Arrays.fill(values, (int) (slot.offset() + slot.columns()), (int) slot.end(), 1);
    }
  }

  /** Moves a slot towards a batch's means and biased variances over {@code rows} pixels. */
  void update(Slot slot, double[] batch, int rows) {
    int channels = (int) slot.columns();
    double unbiased = rows > 1 ? rows / (rows - 1.0) : 1;
    for (int i = 0; i < batch.length; i++) {
      int at = (int) slot.offset() + i;
      double value = i < channels ? batch[i] : batch[i] * unbiased;
      values[at] = (1 - MOMENTUM) * values[at] + MOMENTUM * value;
    }
  }

  /** Means, then variances, of one slot. */
  public double[] read(Slot slot) {
    return Arrays.copyOfRange(values, (int) slot.offset(), (int) slot.end());
  }
}
