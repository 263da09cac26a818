package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import io.palindrome.model.kernel.ElementFunction;
import io.palindrome.model.kernel.Matrix;
import jdk.incubator.vector.FloatVector;

/** Element-wise functions and products. Dense matrices are run through as one long row. */
final class HostElements {
  private static final int ELEMENTS_PER_TASK = 1 << 15;

  private final WorkerPool workers;

  HostElements(WorkerPool workers) {
    this.workers = workers;
  }

  private interface Run {
    void visit(int aAt, int bAt, int count);
  }

  /** Calls {@code run} with runs of the places that a and b, of one shape, have in common. */
  private void forEachRun(Matrix a, Matrix b, Run run) {
    boolean dense = a.stride() == a.columns() && b.stride() == b.columns();
    int rows = Math.max(1, ELEMENTS_PER_TASK / Math.max(1, a.columns()));
    workers.forEach(
        (a.rows() + rows - 1) / rows,
        task -> {
          int from = task * rows;
          int to = Math.min(from + rows, a.rows());
          int step = dense ? to - from : 1;
          for (int row = from; row < to; row += step) {
            run.visit(HostStorage.at(a, row), HostStorage.at(b, row), step * a.columns());
          }
        });
  }

  void map(ElementFunction function, Matrix x, Matrix y) {
    float[] from = HostStorage.of(x);
    float[] to = HostStorage.of(y);
    forEachRun(
        x,
        y,
        (xAt, yAt, count) -> {
          int done = 0;
          if (function.kind() == ElementFunction.Kind.BOUNDED_EXPONENTIAL) {
            done = Lanes.roundDown(count);
            boundedExponential((float) function.parameter(), from, xAt, to, yAt, done);
          }
          for (int j = done; j < count; j++) {
            to[yAt + j] = (float) function.value(from[xAt + j]);
          }
        });
  }

  /** y = exp(a tanh(x / a)), with tanh(u) = 1 - 2 / (exp(2u) + 1). */
  private static void boundedExponential(
      float a, float[] x, int xAt, float[] y, int yAt, int count) {
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector.fromArray(SPECIES, x, xAt + j).mul(2f / a).intoArray(y, yAt + j);
    }
    VectorExp.exponentiate(y, yAt, count);
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector e = FloatVector.fromArray(SPECIES, y, yAt + j);
      FloatVector rest = FloatVector.broadcast(SPECIES, 2 * a).div(e.add(1f));
      rest.neg().add(a).intoArray(y, yAt + j);
    }
    VectorExp.exponentiate(y, yAt, count);
  }

  void mapGradient(ElementFunction function, Matrix x, Matrix grad) {
    float[] at = HostStorage.of(x);
    float[] into = HostStorage.of(grad);
    forEachRun(
        x,
        grad,
        (xAt, gradAt, count) -> {
          int done = 0;
          if (function.kind() == ElementFunction.Kind.BOUNDED_EXPONENTIAL) {
            done = Lanes.roundDown(count);
            boundedExponentialSlope((float) function.parameter(), at, xAt, into, gradAt, done);
          }
          for (int j = done; j < count; j++) {
            into[gradAt + j] *= (float) function.derivative(at[xAt + j]);
          }
        });
  }

  /**
   * grad *= exp(a t) (1 - t^2); with h = 1 / (exp(2x / a) + 1): t = 1 - 2h, 1 - t^2 = 4h(1 - h).
   */
  private static void boundedExponentialSlope(
      float a, float[] x, int xAt, float[] grad, int gradAt, int count) {
    float[] halves = new float[count];
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector.fromArray(SPECIES, x, xAt + j).mul(2f / a).intoArray(halves, j);
    }
    VectorExp.exponentiate(halves, 0, count);
    float[] values = new float[count];
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector e = FloatVector.fromArray(SPECIES, halves, j);
      FloatVector h = FloatVector.broadcast(SPECIES, 1f).div(e.add(1f));
      h.intoArray(halves, j);
      h.mul(-2 * a).add(a).intoArray(values, j);
    }
    VectorExp.exponentiate(values, 0, count);
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector h = FloatVector.fromArray(SPECIES, halves, j);
      FloatVector slope = FloatVector.broadcast(SPECIES, 1f).sub(h).mul(h).mul(4f);
      FloatVector.fromArray(SPECIES, grad, gradAt + j)
          .mul(slope.mul(FloatVector.fromArray(SPECIES, values, j)))
          .intoArray(grad, gradAt + j);
    }
  }

  void divide(Matrix divisor, Matrix into) {
    float[] x = HostStorage.of(divisor);
    float[] target = HostStorage.of(into);
    forEachRun(
        divisor,
        into,
        (xAt, at, count) -> {
          for (int j = 0; j < count; j++) {
            target[at + j] /= x[xAt + j];
          }
        });
  }
}
