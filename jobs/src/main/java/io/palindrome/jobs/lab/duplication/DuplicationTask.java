package io.palindrome.jobs.lab.duplication;

import io.palindrome.model.TrainingBatch;
import io.palindrome.model.random.CounterRandom;
import java.util.Arrays;

/**
 * The duplication task (Kitaev et al. 2020, section 5): a sequence is 0w0w, where w are symbols
 * drawn from 1 to 127. Only the second w is scored: it can be foretold exactly, but only by
 * attending half a sequence back.
 *
 * @param length of a sequence: twice the separator and the word
 * @param seed of the words
 */
record DuplicationTask(int length, long seed) {
  /** The separator and the symbols 1 to 127. */
  static final int VOCABULARY = 128;

  DuplicationTask {
    if (length < 4 || length % 2 != 0) {
      throw new IllegalArgumentException("length must be even and at least 4, but is " + length);
    }
  }

  /** Batch {@code number}; the same number gives the same words again. */
  TrainingBatch batch(long number, int size) {
    int[] tokens = new int[size * length];
    int[] labels = new int[tokens.length];
    Arrays.fill(labels, TrainingBatch.IGNORED);
    int half = length / 2;
    for (int b = 0; b < size; b++) {
      long key = CounterRandom.key(seed, number, b);
      int start = b * length;
      for (int i = 1; i < half; i++) {
        int symbol = 1 + (int) (CounterRandom.uniform(key, i) * (VOCABULARY - 1));
        tokens[start + i] = symbol;
        tokens[start + half + i] = symbol;
        labels[start + half + i] = symbol;
      }
    }
    return new TrainingBatch(size, length, tokens, labels);
  }
}
