package io.palindrome.model.kernel;

import io.palindrome.model.random.CounterRandom;

/** A mask that a device can be told of: element (firstRow + row) * COLUMNS + column of a key. */
public record StageDropout(long key, long firstRow) implements Dropout {
  /** Columns of the whole mask. */
  public static final int COLUMNS = 4096;

  /** The part that is dropped. */
  public static final double PROBABILITY = 0.3;

  @Override
  public double scale(long row, int column) {
    double draw = CounterRandom.uniform(key, (firstRow + row) * COLUMNS + column);
    return draw < PROBABILITY ? 0 : 1 / (1 - PROBABILITY);
  }

  @Override
  public Dropout fromRow(long first) {
    return new StageDropout(key, firstRow + first);
  }
}
