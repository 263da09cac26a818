package io.palindrome.model.kernel.host;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.RotaryAngles;

/** Functions of single rows: rotary positions, activations, cross-entropy. */
final class HostRowFunctions {
  private final RowTasks tasks;
  private final ThreadLocal<float[]> scratch =
      ThreadLocal.withInitial(() -> new float[Lanes.LENGTH]);
  private RotaryAngles angles;

  HostRowFunctions(RowTasks tasks) {
    this.tasks = tasks;
  }

  private float[] scratch(int length) {
    if (scratch.get().length < length) {
      scratch.set(new float[length]);
    }
    return scratch.get();
  }

  void rotatePairs(double direction, int firstPosition, Matrix x) {
    int half = x.columns() / 2;
    if (angles == null || angles.half() != half) {
      angles = new RotaryAngles(half);
    }
    angles.reach(firstPosition + x.rows());
    RotaryAngles reached = angles;
    float[] values = HostStorage.of(x);
    tasks.forEachRow(
        x,
        row ->
            HostRotation.rotate(
                reached, (float) direction, firstPosition + row, values, HostStorage.at(x, row)));
  }

  void activate(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a) {
    tasks.forEachRow(h, activation(activation, bias, dropout, h, a));
  }

  /** What {@link #activate} does to a row. */
  RowTasks.Row activation(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a) {
    float[] before = HostStorage.of(h);
    float[] after = HostStorage.of(a);
    float[] biases = HostStorage.of(bias);
    int biasAt = HostStorage.at(bias, 0);
    return row -> {
      int at = HostStorage.at(h, row);
      if (dropout == Dropout.NONE && activation == Activation.RELU) {
        HostActivation.biasedRelu(
            biases, biasAt, before, at, after, HostStorage.at(a, row), h.columns());
        return;
      }
      RowOperations.add(1, biases, biasAt, before, at, h.columns());
      if (dropout != Dropout.NONE) {
        for (int j = 0; j < h.columns(); j++) {
          before[at + j] *= (float) dropout.scale(row, j);
        }
      }
      HostActivation.apply(
          activation, before, at, after, HostStorage.at(a, row), h.columns(), scratch(h.columns()));
    };
  }

  void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA) {
    float[] before = HostStorage.of(h);
    float[] grad = HostStorage.of(gradA);
    tasks.forEachRow(
        gradA,
        row -> {
          int at = HostStorage.at(gradA, row);
          HostActivation.multiplyDerivative(
              activation, before, HostStorage.at(h, row), grad, at, gradA.columns());
          if (dropout != Dropout.NONE) {
            for (int j = 0; j < gradA.columns(); j++) {
              grad[at + j] *= (float) dropout.scale(row, j);
            }
          }
        });
  }

  void crossEntropy(Matrix logits, Indices labels, int from, double scale, Matrix losses) {
    float[] z = HostStorage.of(logits);
    float[] loss = HostStorage.of(losses);
    int[] label = HeapIndices.of(labels);
    tasks.forEachRow(
        logits,
        row -> {
          int at = HostStorage.at(logits, row);
          int target = label[from + row];
          if (target < 0) {
            RowOperations.fill(z, at, logits.columns(), 0);
            loss[HostStorage.at(losses, row)] = 0;
          } else {
            loss[HostStorage.at(losses, row)] =
                HostCrossEntropy.gradientAndLoss(
                    z, at, logits.columns(), target, (float) scale, scratch(Lanes.LENGTH));
          }
        });
  }
}
