package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;

/** Sums, products and copies of whole matrices, row by row. */
final class HostRows {
  private final RowTasks tasks;

  HostRows(RowTasks tasks) {
    this.tasks = tasks;
  }

  void fill(Matrix x, double value) {
    float[] values = HostStorage.of(x);
    tasks.forEachRow(
        x, row -> RowOperations.fill(values, HostStorage.at(x, row), x.columns(), (float) value));
  }

  void copy(Matrix from, Matrix to) {
    float[] source = HostStorage.of(from);
    float[] target = HostStorage.of(to);
    tasks.forEachRow(
        from,
        row ->
            System.arraycopy(
                source, HostStorage.at(from, row), target, HostStorage.at(to, row), to.columns()));
  }

  void add(double scale, Matrix x, Matrix into) {
    float[] source = HostStorage.of(x);
    float[] target = HostStorage.of(into);
    tasks.forEachRow(
        x,
        row ->
            RowOperations.add(
                (float) scale,
                source,
                HostStorage.at(x, row),
                target,
                HostStorage.at(into, row),
                x.columns()));
  }

  void multiplyElements(Matrix x, Matrix y, Matrix product) {
    float[] left = HostStorage.of(x);
    float[] right = HostStorage.of(y);
    float[] out = HostStorage.of(product);
    tasks.forEachRow(
        product,
        row ->
            RowOperations.multiply(
                left,
                HostStorage.at(x, row),
                right,
                HostStorage.at(y, row),
                out,
                HostStorage.at(product, row),
                product.columns()));
  }

  void addBias(double scale, Matrix bias, Matrix into) {
    float[] source = HostStorage.of(bias);
    float[] target = HostStorage.of(into);
    int at = HostStorage.at(bias, 0);
    tasks.forEachRow(
        into,
        row ->
            RowOperations.add(
                (float) scale, source, at, target, HostStorage.at(into, row), into.columns()));
  }

  void addColumnSums(Matrix x, Matrix into) {
    float[] source = HostStorage.of(x);
    float[] target = HostStorage.of(into);
    tasks.forEachColumnSlice(
        x.columns(),
        (first, count) -> {
          int to = HostStorage.at(into, 0) + first;
          for (int row = 0; row < x.rows(); row++) {
            RowOperations.add(1, source, HostStorage.at(x, row) + first, target, to, count);
          }
        });
  }

  double largestDifference(Matrix a, Matrix b) {
    float largest = 0;
    for (int row = 0; row < a.rows(); row++) {
      largest =
          RowOperations.largestDifference(
              HostStorage.of(a),
              HostStorage.at(a, row),
              HostStorage.of(b),
              HostStorage.at(b, row),
              a.columns(),
              largest);
    }
    return largest;
  }

  void applyDropout(Dropout dropout, Matrix x) {
    float[] values = HostStorage.of(x);
    tasks.forEachRow(
        x,
        row -> {
          int at = HostStorage.at(x, row);
          for (int j = 0; j < x.columns(); j++) {
            values[at + j] *= (float) dropout.scale(row, j);
          }
        });
  }

  void addGathered(Matrix table, Indices rows, int from, Matrix into) {
    float[] source = HostStorage.of(table);
    float[] target = HostStorage.of(into);
    int[] index = HeapIndices.of(rows);
    tasks.forEachRow(
        into,
        row ->
            RowOperations.add(
                1,
                source,
                HostStorage.at(table, index[from + row]),
                target,
                HostStorage.at(into, row),
                into.columns()));
  }

  void addScattered(Matrix x, Indices rows, int from, Matrix table) {
    float[] source = HostStorage.of(x);
    float[] target = HostStorage.of(table);
    int[] index = HeapIndices.of(rows);
    tasks.forEachColumnSlice(
        x.columns(),
        (first, count) -> {
          for (int row = 0; row < x.rows(); row++) {
            int to = HostStorage.at(table, index[from + row]) + first;
            RowOperations.add(1, source, HostStorage.at(x, row) + first, target, to, count);
          }
        });
  }
}
