package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Layer normalization, a row in the cache at a time, and its gradient from statistics made anew.
 */
final class HostLayerNorm {
  private static final int ROWS_PER_TASK = 64;

  private final WorkerPool workers;
  private float[] partials = new float[0];

  HostLayerNorm(WorkerPool workers) {
    this.workers = workers;
  }

  void normalize(Matrix x, NormParameters norm, Matrix y) {
    forEachBlock(
        x.rows(),
        (block, from, to) -> {
          float[] scratch = new float[LENGTH];
          for (int row = from; row < to; row++) {
            normalizeRow(x, row, norm, y, scratch);
          }
        });
  }

  private static void normalizeRow(
      Matrix x, int row, NormParameters norm, Matrix y, float[] scratch) {
    float[] values = HostStorage.of(x);
    int at = HostStorage.at(x, row);
    int columns = x.columns();
    float mean = mean(values, at, columns, scratch);
    float inverse = inverseDeviation(values, at, columns, mean, (float) norm.epsilon(), scratch);
    float[] gain = HostStorage.of(norm.gain());
    int gainAt = HostStorage.at(norm.gain(), 0);
    float[] bias = HostStorage.of(norm.bias());
    int biasAt = HostStorage.at(norm.bias(), 0);
    float[] out = HostStorage.of(y);
    int outAt = HostStorage.at(y, row);
    int whole = Lanes.roundDown(columns);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector n = FloatVector.fromArray(SPECIES, values, at + j).sub(mean).mul(inverse);
      n.fma(
              FloatVector.fromArray(SPECIES, gain, gainAt + j),
              FloatVector.fromArray(SPECIES, bias, biasAt + j))
          .intoArray(out, outAt + j);
    }
    for (int j = whole; j < columns; j++) {
      float n = (values[at + j] - mean) * inverse;
      out[outAt + j] = Math.fma(n, gain[gainAt + j], bias[biasAt + j]);
    }
  }

  static float mean(float[] x, int at, int columns, float[] scratch) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int whole = Lanes.roundDown(columns);
    for (int j = 0; j < whole; j += LENGTH) {
      sums = FloatVector.fromArray(SPECIES, x, at + j).add(sums);
    }
    sums.intoArray(scratch, 0);
    float sum = Lanes.sum(scratch, 0);
    for (int j = whole; j < columns; j++) {
      sum += x[at + j];
    }
    return sum / columns;
  }

  static float inverseDeviation(
      float[] x, int at, int columns, float mean, float epsilon, float[] scratch) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int whole = Lanes.roundDown(columns);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector centered = FloatVector.fromArray(SPECIES, x, at + j).sub(mean);
      sums = centered.fma(centered, sums);
    }
    sums.intoArray(scratch, 0);
    float sum = Lanes.sum(scratch, 0);
    for (int j = whole; j < columns; j++) {
      sum += (x[at + j] - mean) * (x[at + j] - mean);
    }
    return (float) (1 / Math.sqrt(sum / columns + epsilon));
  }

  /** With g = gain * gradY: gradX += (g - mean(g) - n * mean(g * n)) / deviation, row by row. */
  void addGradient(Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into) {
    int columns = x.columns();
    int blocks = (x.rows() + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
    int width = 2 * columns;
    if (partials.length < blocks * width) {
      partials = new float[blocks * width];
    }
    float[] sums = partials;
    forEachBlock(
        x.rows(),
        (block, from, to) -> {
          Arrays.fill(sums, block * width, (block + 1) * width, 0);
          LayerNormGradientRows rows =
              new LayerNormGradientRows(x, norm, gradY, gradX, sums, block * width);
          for (int row = from; row < to; row++) {
            rows.add(row);
          }
        });
    for (int block = 0; block < blocks; block++) {
      addPartial(sums, block * width, into.gain());
      addPartial(sums, block * width + columns, into.bias());
    }
  }

  private static void addPartial(float[] sums, int at, Matrix into) {
    RowOperations.add(1, sums, at, HostStorage.of(into), HostStorage.at(into, 0), into.columns());
  }

  private interface RowBlock {
    void visit(int block, int from, int to);
  }

  /** Blocks of a fixed number of rows, so that partial sums never depend on the threads. */
  private void forEachBlock(int rows, RowBlock body) {
    workers.forEach(
        (rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK,
        block -> {
          int from = block * ROWS_PER_TASK;
          body.visit(block, from, Math.min(from + ROWS_PER_TASK, rows));
        });
  }
}
