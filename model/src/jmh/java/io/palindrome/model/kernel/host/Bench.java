package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.random.CounterRandom;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Kernels on all cores, and the operands that a benchmark calls them with. */
final class Bench implements AutoCloseable {
  private static final int BLOCK = 1 << 16;

  private final Kernels kernels;
  private long draws;

  Bench(Kernels kernels) {
    this.kernels = kernels;
  }

  /** The product's own kernels, with a thread for each core. */
  static Bench onAllCores() {
    return new Bench(new HostKernels(Runtime.getRuntime().availableProcessors()));
  }

  Kernels kernels() {
    return kernels;
  }

  /** Normal numbers: zeros and powers of two would be multiplied faster on some processors. */
  Matrix matrix(int rows, int columns) {
    Storage storage = kernels.allocate((long) rows * columns);
    long key = CounterRandom.key(1, draws++);
    double[] block = new double[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      block[i] = 0.1 * CounterRandom.normal(key, i);
    }
    for (long at = 0; at < storage.length(); at += BLOCK) {
      int count = (int) Math.min(BLOCK, storage.length() - at);
      storage.write(at, count == BLOCK ? block : Arrays.copyOf(block, count));
    }
    return Matrix.of(storage, rows, columns);
  }

  Indices indices(int count, IntUnaryOperator value) {
    Indices indices = kernels.allocateIndices(count);
    indices.write(IntStream.range(0, count).map(value).toArray());
    return indices;
  }

  /** Integers in [0, bound) in no order. */
  Indices drawn(int count, int bound) {
    long key = CounterRandom.key(1, draws++);
    return indices(count, i -> (int) (CounterRandom.uniform(key, i) * bound));
  }

  @Override
  public void close() {
    kernels.close();
  }
}
