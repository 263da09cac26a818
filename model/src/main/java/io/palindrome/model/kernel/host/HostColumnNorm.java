package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.ColumnNorm;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import java.util.Arrays;

/**
 * Statistics and normalization of columns. Sums over rows are made in float32 over blocks of a
 * fixed number of rows, and the blocks are added up in float64, always in the same order.
 */
final class HostColumnNorm {
  private static final int ROWS_PER_TASK = 256;

  private final WorkerPool workers;
  private float[] partials = new float[0];

  HostColumnNorm(WorkerPool workers) {
    this.workers = workers;
  }

  private interface RowSum {
    void add(int row, float[] sums, int at);
  }

  private static int blocks(int rows) {
    return (rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
  }

  /** The sum of {@code width} numbers that each row has. */
  private double[] sums(int rows, int width, RowSum each) {
    int blocks = blocks(rows);
    if (partials.length < blocks * width) {
      partials = new float[blocks * width];
    }
    float[] parts = partials;
    workers.forEach(
        blocks,
        block -> {
          Arrays.fill(parts, block * width, (block + 1) * width, 0);
          int to = Math.min((block + 1) * ROWS_PER_TASK, rows);
          for (int row = block * ROWS_PER_TASK; row < to; row++) {
            each.add(row, parts, block * width);
          }
        });
    double[] sums = new double[width];
    for (int block = 0; block < blocks; block++) {
      for (int j = 0; j < width; j++) {
        sums[j] += parts[block * width + j];
      }
    }
    return sums;
  }

  void statistics(Matrix x, Matrix statistics) {
    float[] values = HostStorage.of(x);
    int columns = x.columns();
    double[] total =
        sums(
            x.rows(),
            columns,
            (row, sums, at) ->
                RowOperations.add(1, values, HostStorage.at(x, row), sums, at, columns));
    float[] mean = means(total, x.rows());
    double[] squares =
        sums(
            x.rows(),
            columns,
            (row, sums, at) -> {
              int from = HostStorage.at(x, row);
              for (int j = 0; j < columns; j++) {
                float centered = values[from + j] - mean[j];
                sums[at + j] = Math.fma(centered, centered, sums[at + j]);
              }
            });
    float[] out = HostStorage.of(statistics);
    System.arraycopy(mean, 0, out, HostStorage.at(statistics, 0), columns);
    System.arraycopy(means(squares, x.rows()), 0, out, HostStorage.at(statistics, 1), columns);
  }

  private static float[] means(double[] sums, int rows) {
    float[] means = new float[sums.length];
    for (int j = 0; j < means.length; j++) {
      means[j] = (float) (sums[j] / rows);
    }
    return means;
  }

  private static float[] row(Matrix vector) {
    int at = HostStorage.at(vector, 0);
    return Arrays.copyOfRange(HostStorage.of(vector), at, at + vector.columns());
  }

  private static float[] inverseDeviation(ColumnNorm norm) {
    float[] inverse = row(norm.variance());
    for (int j = 0; j < inverse.length; j++) {
      inverse[j] = (float) (1 / Math.sqrt(inverse[j] + norm.parameters().epsilon()));
    }
    return inverse;
  }

  private interface RowTask {
    void visit(int row);
  }

  private void forEachRow(int rows, RowTask task) {
    workers.forEach(
        blocks(rows),
        block -> {
          int to = Math.min((block + 1) * ROWS_PER_TASK, rows);
          for (int row = block * ROWS_PER_TASK; row < to; row++) {
            task.visit(row);
          }
        });
  }

  void normalize(Matrix x, ColumnNorm norm, Matrix y) {
    float[] values = HostStorage.of(x);
    float[] out = HostStorage.of(y);
    float[] mean = row(norm.mean());
    float[] inverse = inverseDeviation(norm);
    float[] gain = row(norm.parameters().gain());
    float[] bias = row(norm.parameters().bias());
    forEachRow(
        x.rows(),
        row -> {
          int from = HostStorage.at(x, row);
          int to = HostStorage.at(y, row);
          for (int j = 0; j < mean.length; j++) {
            out[to + j] = Math.fma((values[from + j] - mean[j]) * inverse[j], gain[j], bias[j]);
          }
        });
  }

  /** gradX += gain * (gradY - mean(gradY) - n * mean(gradY * n)) / deviation, column by column. */
  void addGradient(Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into) {
    int columns = x.columns();
    float[] values = HostStorage.of(x);
    float[] grad = HostStorage.of(gradY);
    float[] mean = row(norm.mean());
    float[] inverse = inverseDeviation(norm);
    double[] sums =
        sums(
            x.rows(),
            2 * columns,
            (row, parts, at) -> {
              int from = HostStorage.at(x, row);
              int gradFrom = HostStorage.at(gradY, row);
              for (int j = 0; j < columns; j++) {
                float n = (values[from + j] - mean[j]) * inverse[j];
                parts[at + j] = Math.fma(grad[gradFrom + j], n, parts[at + j]);
                parts[at + columns + j] += grad[gradFrom + j];
              }
            });
    float[] along = means(Arrays.copyOf(sums, columns), x.rows());
    float[] bias = means(Arrays.copyOfRange(sums, columns, 2 * columns), x.rows());
    float[] factor = row(norm.parameters().gain());
    float[] out = HostStorage.of(gradX);
    forEachRow(
        x.rows(),
        row -> {
          int from = HostStorage.at(x, row);
          int gradFrom = HostStorage.at(gradY, row);
          int to = HostStorage.at(gradX, row);
          for (int j = 0; j < columns; j++) {
            float n = (values[from + j] - mean[j]) * inverse[j];
            float inner = grad[gradFrom + j] - bias[j] - n * along[j];
            out[to + j] = Math.fma(factor[j] * inverse[j], inner, out[to + j]);
          }
        });
    addSums(sums, 0, into.gain());
    addSums(sums, columns, into.bias());
  }

  private static void addSums(double[] sums, int from, Matrix into) {
    float[] out = HostStorage.of(into);
    int at = HostStorage.at(into, 0);
    for (int j = 0; j < into.columns(); j++) {
      out[at + j] += (float) sums[from + j];
    }
  }
}
