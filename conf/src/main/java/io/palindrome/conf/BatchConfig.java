package io.palindrome.conf;

import java.io.Serializable;
import java.util.List;

/**
 * What one training step sees. The run begins with short crops: {@code warmupRounds[i]} averaging
 * rounds with crops of {@code warmupLengths[i]} tokens, then crops of {@code length}.
 *
 * @param length tokens of one training example; 0 = whole documents
 * @param size training examples of one step of one worker
 * @param warmupLengths crop lengths to begin with, in tokens, not decreasing; {@code length} is the
 *     longest in any case
 * @param warmupRounds averaging rounds with each of them
 */
public record BatchConfig(
    int length, int size, List<Integer> warmupLengths, List<Integer> warmupRounds)
    implements Serializable {
  public static final BatchConfig DEFAULT = new BatchConfig(16_384, 1, List.of(2048), List.of(100));

  public BatchConfig {
    Check.present("train.batch.warmup-lengths", warmupLengths);
    Check.present("train.batch.warmup-rounds", warmupRounds);
    warmupLengths = List.copyOf(warmupLengths);
    warmupRounds = List.copyOf(warmupRounds);
    Check.inRange("train.batch.length", length, 0, 1 << 30);
    Check.inRange("train.batch.size", size, 1, 4096);
    Check.that(
        ascendingFromOne(warmupLengths),
        "train.batch.warmup-lengths must be positive and not decreasing, but is %s",
        warmupLengths);
    Check.that(
        warmupRounds.stream().allMatch(n -> n > 0),
        "train.batch.warmup-rounds must be positive numbers, but is %s",
        warmupRounds);
    Check.that(
        warmupLengths.size() == warmupRounds.size(),
        "train.batch.warmup-rounds must have an entry for each of train.batch.warmup-lengths %s,"
            + " but is %s",
        warmupLengths,
        warmupRounds);
  }

  private static boolean ascendingFromOne(List<Integer> lengths) {
    int before = 1;
    for (int length : lengths) {
      if (length < before) {
        return false;
      }
      before = length;
    }
    return true;
  }

  /** Tokens of one training example in an averaging round, counted from 0; 0 = whole documents. */
  public int lengthInRound(int averagingRound) {
    int end = 0;
    for (int i = 0; i < warmupLengths.size(); i++) {
      end += warmupRounds.get(i);
      if (averagingRound < end) {
        int crop = warmupLengths.get(i);
        return length == 0 ? crop : Math.min(crop, length);
      }
    }
    return length;
  }
}
