package io.palindrome.jobs.bench;

import io.palindrome.model.kernel.CounterNormals;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What timed operations work on; closed together. */
final class KernelOperands implements AutoCloseable {
  private static final double EPSILON = 1e-12;

  private final Kernels kernels;
  private final List<Storage> storages = new ArrayList<>();
  private final List<Indices> indices = new ArrayList<>();
  private long draws;

  KernelOperands(Kernels kernels) {
    this.kernels = kernels;
  }

  Kernels kernels() {
    return kernels;
  }

  private Matrix undefined(int rows, int columns) {
    Storage storage = kernels.allocate((long) rows * columns);
    storages.add(storage);
    return Matrix.of(storage, rows, columns);
  }

  /** Normal numbers: zeros and powers of two would be multiplied with less power, and faster. */
  Matrix matrix(int rows, int columns) {
    Matrix matrix = undefined(rows, columns);
    kernels.drawNormals(new CounterNormals(CounterRandom.key(1, draws++), 0), matrix);
    return matrix;
  }

  Matrix filled(int rows, int columns, double value) {
    Matrix matrix = undefined(rows, columns);
    kernels.fill(matrix, value);
    return matrix;
  }

  NormParameters norm(int columns) {
    return new NormParameters(matrix(1, columns), matrix(1, columns), EPSILON);
  }

  /** Integers in [0, bound) in no order. */
  Indices drawn(int count, int bound) {
    return buckets(1, count, bound);
  }

  /** Hash buckets of all rounds, no two of which have one in common. */
  Indices buckets(int rounds, int length, int total) {
    long key = CounterRandom.key(1, draws++);
    Indices drawn = kernels.allocateIndices(rounds * length);
    indices.add(drawn);
    drawn.write(
        IntStream.range(0, rounds * length)
            .map(i -> i / length * total + (int) (CounterRandom.uniform(key, i) * total))
            .toArray());
    return drawn;
  }

  /** Waits until everything that was started has run. */
  void await() {
    storages.get(0).read(0, 1);
  }

  @Override
  public void close() {
    storages.forEach(Storage::close);
    indices.forEach(Indices::close);
  }
}
