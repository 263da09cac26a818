package io.palindrome.model.coupling;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.DenseSlots;
import io.palindrome.model.parameter.Gradients;
import java.util.ArrayList;
import java.util.List;

/**
 * A conditioner at one point. Keeps its output, and every hidden layer before and after its
 * activation, each [rows, width].
 */
final class ConditionerEvaluation implements AutoCloseable {
  private static final Activation ACTIVATION = Activation.SILU;

  private final List<DenseSlots> layers;
  private final Matrix x;
  private final Pass pass;
  private final List<Matrix> hidden = new ArrayList<>();
  private final List<Matrix> activated = new ArrayList<>();
  private final Matrix output;

  ConditionerEvaluation(Conditioner conditioner, Matrix x, Pass pass) {
    this.layers = conditioner.layers();
    this.x = x;
    this.pass = pass;
    for (int i = 0; i < layers.size() - 1; i++) {
      Matrix h = linear(i);
      Matrix a = pass.arena().take(Purpose.ACTIVATIONS, h.rows(), h.columns());
      pass.kernels().activate(ACTIVATION, bias(i), Dropout.NONE, h, a);
      hidden.add(h);
      activated.add(a);
    }
    output = linear(layers.size() - 1);
    pass.kernels().addBias(1, bias(layers.size() - 1), output);
  }

  private Matrix input(int layer) {
    return layer == 0 ? x : activated.get(layer - 1);
  }

  private Matrix weight(int layer) {
    return pass.parameters().matrix(layers.get(layer).weight());
  }

  private Matrix bias(int layer) {
    return pass.parameters().matrix(layers.get(layer).bias());
  }

  private Matrix linear(int layer) {
    Matrix y = pass.arena().take(Purpose.ACTIVATIONS, x.rows(), weight(layer).rows());
    pass.kernels()
        .multiply(1, input(layer), Transpose.NONE, weight(layer), Transpose.TRANSPOSED, 0, y);
    return y;
  }

  /** [rows, outputs]. */
  Matrix output() {
    return output;
  }

  /** From dL/d output: adds dL/dx to gradX and the gradients of the parameters. */
  void backward(Matrix gradOutput, Matrix gradX, Gradients into) {
    Arena arena = pass.arena();
    Kernels kernels = pass.kernels();
    Matrix grad = gradOutput;
    for (int i = layers.size() - 1; i >= 0; i--) {
      Matrix gradWeight = into.matrix(layers.get(i).weight());
      kernels.multiply(1, grad, Transpose.TRANSPOSED, input(i), Transpose.NONE, 1, gradWeight);
      kernels.addColumnSums(grad, into.matrix(layers.get(i).bias()));
      Matrix below = i == 0 ? gradX : arena.take(x.rows(), hidden.get(i - 1).columns());
      int beta = i == 0 ? 1 : 0;
      kernels.multiply(1, grad, Transpose.NONE, weight(i), Transpose.NONE, beta, below);
      if (i > 0) {
        kernels.activateGradient(ACTIVATION, hidden.get(i - 1), Dropout.NONE, below);
      }
      if (i < layers.size() - 1) {
        arena.giveBack(grad);
      }
      grad = below;
    }
  }

  @Override
  public void close() {
    hidden.forEach(pass.arena()::giveBack);
    activated.forEach(pass.arena()::giveBack);
    pass.arena().giveBack(output);
  }
}
