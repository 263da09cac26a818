package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;

/** Loops over the rows or columns of a matrix, cut into tasks by its shape alone. */
record RowTasks(WorkerPool workers) {
  private static final int ELEMENTS_PER_TASK = 1 << 15;
  private static final int COLUMNS_PER_TASK = 64;

  interface Row {
    void visit(int row);
  }

  interface ColumnSlice {
    void visit(int first, int count);
  }

  void forEachRow(Matrix x, Row body) {
    int rows = Math.max(1, ELEMENTS_PER_TASK / Math.max(1, x.columns()));
    workers.forEach(
        (x.rows() + rows - 1) / rows,
        task -> {
          int to = Math.min((task + 1) * rows, x.rows());
          for (int row = task * rows; row < to; row++) {
            body.visit(row);
          }
        });
  }

  /** Runs over slices of columns: each column is summed from the first row to the last. */
  void forEachColumnSlice(int columns, ColumnSlice body) {
    workers.forEach(
        (columns + COLUMNS_PER_TASK - 1) / COLUMNS_PER_TASK,
        task -> {
          int first = task * COLUMNS_PER_TASK;
          body.visit(first, Math.min(COLUMNS_PER_TASK, columns - first));
        });
  }
}
