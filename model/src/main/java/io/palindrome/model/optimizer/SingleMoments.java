package io.palindrome.model.optimizer;

import io.palindrome.model.parameter.Slot;

/** A moment for every element, at {@code at} and on in the state. */
record SingleMoments(Slot slot, VectorWindow state, long at) implements SlotMoments {
  private interface Visit {
    void window(double[] g, double[] v, long done, int length);
  }

  /** Visits gradients and moments in windows that begin at {@code done}. */
  private void forEach(VectorWindow gradient, Visit visit) {
    double[] g = new double[VectorWindow.LENGTH];
    double[] v = new double[VectorWindow.LENGTH];
    for (long done = 0; done < slot.length(); done += VectorWindow.LENGTH) {
      int length = (int) Math.min(VectorWindow.LENGTH, slot.length() - done);
      gradient.read(slot.offset() + done, g, length);
      state.read(at + done, v, length);
      visit.window(g, v, done, length);
    }
  }

  @Override
  public void absorb(VectorWindow gradient, double scale, double decay) {
    forEach(
        gradient,
        (g, v, done, length) -> {
          for (int i = 0; i < length; i++) {
            double scaled = scale * g[i];
            v[i] = decay * v[i] + (1 - decay) * (scaled * scaled + FLOOR);
          }
          state.write(at + done, v, length);
        });
  }

  @Override
  public double sumOfSquares(VectorWindow gradient, double scale) {
    double[] sum = {0};
    forEach(
        gradient,
        (g, v, done, length) -> {
          for (int i = 0; i < length; i++) {
            sum[0] += scale * g[i] * scale * g[i] / v[i];
          }
        });
    return sum[0];
  }

  @Override
  public void toUpdate(VectorWindow gradient, double factor) {
    forEach(
        gradient,
        (g, v, done, length) -> {
          for (int i = 0; i < length; i++) {
            g[i] *= factor / Math.sqrt(v[i]);
          }
          gradient.write(slot.offset() + done, g, length);
        });
  }
}
