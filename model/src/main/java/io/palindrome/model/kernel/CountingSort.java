package io.palindrome.model.kernel;

import java.util.Arrays;

/** Stable sort of small integer keys in linear time. */
public final class CountingSort {
  private CountingSort() {}

  /** order becomes the stable argsort of keys, which lie in [0, keyCount). */
  public static void sort(int[] keys, int keyCount, int[] order) {
    sort(keys, keys.length, keyCount, order, new int[keyCount + 1]);
  }

  /** The same over the first {@code count} keys with a caller's counters, at least keyCount + 1. */
  public static void sort(int[] keys, int count, int keyCount, int[] order, int[] next) {
    Arrays.fill(next, 0, keyCount + 1, 0);
    for (int i = 0; i < count; i++) {
      next[keys[i] + 1]++;
    }
    for (int key = 0; key < keyCount; key++) {
      next[key + 1] += next[key];
    }
    for (int i = 0; i < count; i++) {
      order[next[keys[i]]++] = i;
    }
  }
}
