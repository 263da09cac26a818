package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import jdk.incubator.vector.FloatVector;

/**
 * Products of at most {@link #MOST_ROWS} rows with a matrix, which is read once, as it lies: what
 * decoding a token at a time consists of. A row's result does not depend on how many rows there
 * are, nor on threads.
 */
final class FewRowsProduct {
  static final int MOST_ROWS = 4;

  /** Columns of c that are summed at the same time. */
  private static final int TOGETHER = 4;

  /** Fewer elements than this are read faster by one thread than shared out. */
  private static final int ELEMENTS_PER_TASK = 1 << 17;

  private final WorkerPool workers;
  private final ThreadLocal<float[]> dotLanes = ThreadLocal.withInitial(() -> new float[LENGTH]);
  private final ThreadLocal<float[]> sums =
      ThreadLocal.withInitial(() -> new float[TOGETHER * LENGTH]);

  FewRowsProduct(WorkerPool workers) {
    this.workers = workers;
  }

  /** c = beta * c + alpha * a op(b). */
  void multiply(float alpha, Matrix a, Matrix b, Transpose opB, float beta, Matrix c) {
    int step = TOGETHER * LENGTH;
    int even = ELEMENTS_PER_TASK / Math.max(1, a.columns());
    int columns = Math.max(step, even / step * step);
    workers.forEach(
        (c.columns() + columns - 1) / columns,
        task -> {
          int first = task * columns;
          int to = Math.min(first + columns, c.columns());
          if (opB == Transpose.TRANSPOSED) {
            alongRows(alpha, a, b, beta, c, first, to);
          } else {
            acrossRows(alpha, a, b, beta, c, first, to);
          }
        });
  }

  /** Each column of c is a row of b times a; four rows of b stay in the cache for all rows of a. */
  private void alongRows(float alpha, Matrix a, Matrix b, float beta, Matrix c, int first, int to) {
    float[] left = HostStorage.of(a);
    float[] right = HostStorage.of(b);
    float[] lanes = sums.get();
    for (int column = first; column < to; column += TOGETHER) {
      int at = HostStorage.at(b, column);
      int count = Math.min(TOGETHER, to - column);
      for (int row = 0; row < a.rows(); row++) {
        int leftAt = HostStorage.at(a, row);
        if (count == TOGETHER) {
          dots(left, leftAt, right, at, b.stride(), a.columns(), lanes);
        } else {
          for (int i = 0; i < count; i++) {
            lanes[i] =
                RowOperations.dot(
                    left, leftAt, right, at + i * b.stride(), a.columns(), dotLanes.get());
          }
        }
        store(alpha, lanes, beta, c, row, column, count);
      }
    }
  }

  /** sums[i] = inner product of a with row i of four rows of b. */
  private static void dots(
      float[] a, int aAt, float[] b, int bAt, int stride, int depth, float[] sums) {
    int b1 = bAt + stride;
    int b2 = b1 + stride;
    int b3 = b2 + stride;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int whole = Lanes.roundDown(depth);
    for (int k = 0; k < whole; k += LENGTH) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, aAt + k);
      s0 = x.fma(FloatVector.fromArray(SPECIES, b, bAt + k), s0);
      s1 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + k), s1);
      s2 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + k), s2);
      s3 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + k), s3);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LENGTH);
    s2.intoArray(sums, 2 * LENGTH);
    s3.intoArray(sums, 3 * LENGTH);
    float t0 = Lanes.sum(sums, 0);
    float t1 = Lanes.sum(sums, LENGTH);
    float t2 = Lanes.sum(sums, 2 * LENGTH);
    float t3 = Lanes.sum(sums, 3 * LENGTH);
    for (int k = whole; k < depth; k++) {
      t0 += a[aAt + k] * b[bAt + k];
      t1 += a[aAt + k] * b[b1 + k];
      t2 += a[aAt + k] * b[b2 + k];
      t3 += a[aAt + k] * b[b3 + k];
    }
    sums[0] = t0;
    sums[1] = t1;
    sums[2] = t2;
    sums[3] = t3;
  }

  /**
   * Rows of b, weighted by a row of a, are added up in their order: four vectors of c at a time.
   */
  private void acrossRows(
      float alpha, Matrix a, Matrix b, float beta, Matrix c, int first, int to) {
    float[] left = HostStorage.of(a);
    float[] right = HostStorage.of(b);
    float[] lanes = sums.get();
    for (int column = first; column < to; column += TOGETHER * LENGTH) {
      int at = HostStorage.at(b, 0) + column;
      int count = Math.min(TOGETHER * LENGTH, to - column);
      for (int row = 0; row < a.rows(); row++) {
        int leftAt = HostStorage.at(a, row);
        if (count == TOGETHER * LENGTH) {
          weightedRows(left, leftAt, right, at, b.stride(), a.columns(), lanes);
        } else {
          RowOperations.fill(lanes, 0, count, 0);
          for (int k = 0; k < a.columns(); k++) {
            RowOperations.add(left[leftAt + k], right, at + k * b.stride(), lanes, 0, count);
          }
        }
        store(alpha, lanes, beta, c, row, column, count);
      }
    }
  }

  private static void weightedRows(
      float[] a, int aAt, float[] b, int bAt, int stride, int depth, float[] sums) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + k]);
      int at = bAt + k * stride;
      s0 = x.fma(FloatVector.fromArray(SPECIES, b, at), s0);
      s1 = x.fma(FloatVector.fromArray(SPECIES, b, at + LENGTH), s1);
      s2 = x.fma(FloatVector.fromArray(SPECIES, b, at + 2 * LENGTH), s2);
      s3 = x.fma(FloatVector.fromArray(SPECIES, b, at + 3 * LENGTH), s3);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LENGTH);
    s2.intoArray(sums, 2 * LENGTH);
    s3.intoArray(sums, 3 * LENGTH);
  }

  private static void store(
      float alpha, float[] sums, float beta, Matrix c, int row, int column, int count) {
    float[] values = HostStorage.of(c);
    int at = HostStorage.at(c, row) + column;
    for (int j = 0; j < count; j++) {
      float kept = beta == 0 ? 0 : beta * values[at + j];
      values[at + j] = kept + alpha * sums[j];
    }
  }
}
