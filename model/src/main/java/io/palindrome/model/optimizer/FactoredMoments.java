package io.palindrome.model.optimizer;

import io.palindrome.model.parameter.Slot;

/**
 * A moment for every row and one for every column, at {@code at} and on in the state: those of the
 * rows first. The moment of an element is {@code rows[i] * columns[j] / mean(rows)}.
 */
@SuppressWarnings("ArrayRecordComponent") // moved, never compared
record FactoredMoments(Slot slot, VectorWindow state, long at, double[] rows, double[] columns)
    implements SlotMoments {
  static FactoredMoments read(Slot slot, VectorWindow state, long at) {
    double[] rows = new double[Math.toIntExact(slot.rows())];
    double[] columns = new double[Math.toIntExact(slot.columns())];
    readAll(state, at, rows);
    readAll(state, at + rows.length, columns);
    return new FactoredMoments(slot, state, at, rows, columns);
  }

  private static void readAll(VectorWindow state, long at, double[] into) {
    double[] window = new double[VectorWindow.LENGTH];
    for (int done = 0; done < into.length; done += VectorWindow.LENGTH) {
      int length = Math.min(VectorWindow.LENGTH, into.length - done);
      state.read(at + done, window, length);
      System.arraycopy(window, 0, into, done, length);
    }
  }

  private static void writeAll(VectorWindow state, long at, double[] from) {
    double[] window = new double[VectorWindow.LENGTH];
    for (int done = 0; done < from.length; done += VectorWindow.LENGTH) {
      int length = Math.min(VectorWindow.LENGTH, from.length - done);
      System.arraycopy(from, done, window, 0, length);
      state.write(at + done, window, length);
    }
  }

  private interface Visit {
    /** Elements [from, end) of the window are those of a row from that column on. */
    void run(double[] g, int from, int end, int row, int firstColumn);
  }

  private interface Window {
    void at(long done, int length);
  }

  private void forEachWindow(Window window) {
    for (long done = 0; done < slot.length(); done += VectorWindow.LENGTH) {
      window.at(done, (int) Math.min(VectorWindow.LENGTH, slot.length() - done));
    }
  }

  private void forEach(VectorWindow gradient, Visit visit) {
    double[] g = new double[VectorWindow.LENGTH];
    forEachWindow(
        (done, length) -> {
          gradient.read(slot.offset() + done, g, length);
          runs(g, done, length, visit);
        });
  }

  /** Visits every run of elements that a window and a row have in common. */
  private void runs(double[] g, long done, int length, Visit visit) {
    int end;
    for (int i = 0; i < length; i = end) {
      int row = (int) ((done + i) / columns.length);
      int column = (int) ((done + i) % columns.length);
      end = Math.min(length, i + columns.length - column);
      visit.run(g, i, end, row, column);
    }
  }

  @Override
  public void absorb(VectorWindow gradient, double scale, double decay) {
    double[] ofRows = new double[rows.length];
    double[] ofColumns = new double[columns.length];
    forEach(
        gradient,
        (g, from, end, row, firstColumn) -> {
          for (int i = from; i < end; i++) {
            double square = scale * g[i] * scale * g[i] + FLOOR;
            ofRows[row] += square;
            ofColumns[firstColumn + i - from] += square;
          }
        });
    move(rows, ofRows, columns.length, decay);
    move(columns, ofColumns, rows.length, decay);
    writeAll(state, at, rows);
    writeAll(state, at + rows.length, columns);
  }

  private static void move(double[] moments, double[] sums, int count, double decay) {
    for (int i = 0; i < moments.length; i++) {
      moments[i] = decay * moments[i] + (1 - decay) * sums[i] / count;
    }
  }

  private double meanOfRows() {
    double sum = 0;
    for (double row : rows) {
      sum += row;
    }
    return sum / rows.length;
  }

  @Override
  public double sumOfSquares(VectorWindow gradient, double scale) {
    double mean = meanOfRows();
    double[] sum = {0};
    forEach(
        gradient,
        (g, from, end, row, firstColumn) -> {
          double ofRow = rows[row] / mean;
          for (int i = from; i < end; i++) {
            double moment = ofRow * columns[firstColumn + i - from];
            sum[0] += scale * g[i] * scale * g[i] / moment;
          }
        });
    return sum[0];
  }

  @Override
  public void toUpdate(VectorWindow gradient, double factor) {
    double mean = meanOfRows();
    Visit scale =
        (g, from, end, row, firstColumn) -> {
          double ofRow = rows[row] / mean;
          for (int i = from; i < end; i++) {
            g[i] *= factor / Math.sqrt(ofRow * columns[firstColumn + i - from]);
          }
        };
    double[] g = new double[VectorWindow.LENGTH];
    forEachWindow(
        (done, length) -> {
          gradient.read(slot.offset() + done, g, length);
          runs(g, done, length, scale);
          gradient.write(slot.offset() + done, g, length);
        });
  }
}
