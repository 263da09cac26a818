package io.palindrome.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws that depend only on (seed, stream, how many draws came before): the finaliser of SplitMix64
 * (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators") over a counter.
 */
final class CounterRandom {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private final long key;
  private long counter;

  CounterRandom(long seed, long stream) {
    this.key = mix(mix(seed + GAMMA) ^ (stream + 1) * GAMMA);
  }

  private long next() {
    counter++;
    return mix(key + counter * GAMMA);
  }

  /** Uniform in [0, bound). */
  int below(int bound) {
    return (int) Math.multiplyHigh(next() >>> 1, 2L * bound);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** A new list with the same elements in an order drawn here (Fisher and Yates). */
  <T> List<T> shuffled(List<T> elements) {
    List<T> order = new ArrayList<>(elements);
    for (int last = order.size() - 1; last > 0; last--) {
      int other = below(last + 1);
      T swapped = order.set(last, order.get(other));
      order.set(other, swapped);
    }
    return order;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
