package io.palindrome.model.kernel;

import io.palindrome.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a scenario plays: it makes the same inputs in any kernels' memory, and records what came
 * out. Matrices are strided windows inside larger storages, whose margins are recorded too.
 */
final class Stage implements AutoCloseable {
  private static final int OFFSET = 3;
  private static final int PADDING = 5;
  private static final double DROPPED = 0.3;
  private static final long SEED = 20_001;

  /** Inputs are pieces of these: drawing them anew would take longer than all kernels together. */
  private static final double[] NORMALS = normals(1 << 20);

  private final Kernels kernels;
  private final long seed;
  private final List<Storage> storages = new ArrayList<>();
  private final List<Indices> indices = new ArrayList<>();
  private final List<double[]> shown = new ArrayList<>();
  private int draws;

  Stage(Kernels kernels, long seed) {
    this.kernels = kernels;
    this.seed = seed;
  }

  private static double[] normals(int count) {
    return IntStream.range(0, count).mapToDouble(i -> CounterRandom.normal(SEED, i)).toArray();
  }

  Kernels kernels() {
    return kernels;
  }

  /** Standard normal elements that float32 holds exactly. */
  Matrix random(int rows, int columns) {
    return random(rows, columns, 1);
  }

  Matrix random(int rows, int columns, double deviation) {
    int stride = columns + PADDING;
    double[] values = new double[OFFSET + (rows + 1) * stride];
    int start = (int) (CounterRandom.uniform(seed, draws++) * NORMALS.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * NORMALS[(start + i) % NORMALS.length]);
    }
    Storage storage = kernels.allocate(values.length);
    storages.add(storage);
    storage.write(0, values);
    return new Matrix(storage, OFFSET, rows, columns, stride);
  }

  /** A window whose elements all are {@code value}, in random margins. */
  Matrix filled(int rows, int columns, double value) {
    Matrix matrix = random(rows, columns);
    double[] row = new double[columns];
    Arrays.fill(row, value);
    for (int i = 0; i < rows; i++) {
      setRow(matrix, i, row);
    }
    return matrix;
  }

  void setRow(Matrix matrix, int row, double... values) {
    matrix.storage().write(matrix.offset() + (long) row * matrix.stride(), values);
  }

  Indices indices(int... values) {
    Indices made = kernels.allocateIndices(values.length);
    indices.add(made);
    made.write(values);
    return made;
  }

  /** Random integers in [0, bound). */
  int[] integers(int count, int bound) {
    long key = CounterRandom.key(seed, draws++);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = (int) (CounterRandom.uniform(key, i) * bound);
    }
    return values;
  }

  /** A mask that drops about a third. */
  Dropout dropout() {
    return new CounterDropout(CounterRandom.key(seed, draws++), 0, 4096, DROPPED);
  }

  /** One that tells nothing of itself but its factors. */
  Dropout otherDropout() {
    Dropout mask = dropout();
    return (row, column) -> mask.scale(row, column);
  }

  /** One that keeps or drops whole rows. */
  Dropout rowDropout() {
    Dropout mask = dropout();
    return new RowDropout(row -> mask.scale(row, 0), 0);
  }

  /** Records a whole storage, margins included. */
  void show(Matrix matrix) {
    show(matrix.storage().read(0, Math.toIntExact(matrix.storage().length())));
  }

  void show(Indices values) {
    show(Arrays.stream(values.read()).asDoubleStream().toArray());
  }

  void show(double... values) {
    shown.add(values);
  }

  List<double[]> shown() {
    return shown;
  }

  @Override
  public void close() {
    storages.forEach(Storage::close);
    indices.forEach(Indices::close);
  }
}
