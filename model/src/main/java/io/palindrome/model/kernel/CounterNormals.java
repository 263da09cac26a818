package io.palindrome.model.kernel;

import io.palindrome.model.random.CounterRandom;

/**
 * Standard normal numbers that are a function of a key: {@link CounterRandom#normal} of elements
 * {@code first} and on.
 */
public record CounterNormals(long key, long first) {
  /** The first {@code count} of them. */
  public double[] draw(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = CounterRandom.normal(key, first + i);
    }
    return values;
  }

  /** The same from a later one on. */
  CounterNormals after(long elements) {
    return new CounterNormals(key, first + elements);
  }
}
