package io.palindrome.model.check;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Layer;
import java.util.ArrayList;
import java.util.List;

/** A branch with its decisions frozen at one point, its output weighted by random numbers. */
final class BranchFunction implements GradientCheck.Differentiable {
  private final TinyNetwork network;
  private final List<Layer> parts = new ArrayList<>();
  private final Matrix x;
  private final Matrix gradX;
  private final Matrix weights;

  BranchFunction(TinyNetwork network, Branch branch) {
    this.network = network;
    x = network.stream(21);
    gradX = network.stream(22);
    weights = network.stream(23);
    Matrix target = network.zeros(x.rows(), x.columns());
    for (int part = 0; part < branch.parts(network.pass()); part++) {
      Decided decided = branch.decide(part, x, target, Direction.FORWARD, network.pass());
      decided.evaluation().close();
      parts.add(decided.layer());
    }
  }

  @Override
  public List<GradientCheck.Variable> variables() {
    return List.of(network.parameters(), new GradientCheck.Variable("x", x, gradX));
  }

  @Override
  public double loss() {
    Matrix target = network.zeros(x.rows(), x.columns());
    for (Layer part : parts) {
      part.evaluate(x, target, Direction.FORWARD, network.pass()).close();
    }
    return GradientCheck.dot(weights, target);
  }

  @Override
  public void differentiate() {
    Kernels kernels = network.pass().kernels();
    kernels.fill(gradX, 0);
    kernels.fill(network.parameters().gradient(), 0);
    Matrix target = network.zeros(x.rows(), x.columns());
    for (Layer part : parts) {
      try (Evaluation evaluation = part.evaluate(x, target, Direction.FORWARD, network.pass())) {
        evaluation.backward(weights, gradX, network.gradients());
      }
    }
  }
}
