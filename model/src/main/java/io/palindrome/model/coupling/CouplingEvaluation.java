package io.palindrome.model.coupling;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.ArrayList;
import java.util.List;

/**
 * One chunk of a coupling at one point. Keeps the conditioner's evaluation and, where it scales,
 * the factors and the target before, each [rows, width].
 */
final class CouplingEvaluation implements Evaluation {
  private final CouplingBranch branch;
  private final Matrix x;
  private final int first;
  private final Pass pass;
  private final ConditionerEvaluation conditioned;
  private final List<Scaled> scaled = new ArrayList<>(1);

  /** What a coupling that scales keeps. */
  private record Scaled(Coupling.Factor factor, Matrix values, Matrix before) {}

  CouplingEvaluation(CouplingBranch branch, Matrix x, int first, Pass pass) {
    this.branch = branch;
    this.x = x;
    this.first = first;
    this.pass = pass;
    conditioned = new ConditionerEvaluation(branch.conditioner(), x, pass);
    branch.coupling().factor().ifPresent(factor -> scaled.add(scale(factor)));
  }

  private Scaled scale(Coupling.Factor factor) {
    Matrix r = scales(conditioned.output());
    Matrix values = pass.arena().take(Purpose.ACTIVATIONS, r.rows(), r.columns());
    pass.kernels().map(factor.value(), r, values);
    Matrix before = pass.arena().take(Purpose.ACTIVATIONS, r.rows(), r.columns());
    return new Scaled(factor, values, before);
  }

  /** The columns of r: the first. */
  private Matrix scales(Matrix outputs) {
    return outputs.columnRange(0, outputs.columns() / branch.coupling().outputs());
  }

  /** The columns of t: the last. */
  private Matrix shifts(Matrix outputs) {
    int width = outputs.columns() / branch.coupling().outputs();
    return outputs.columnRange(outputs.columns() - width, width);
  }

  /** FORWARD: target * m + t. REVERSE: (target - t) / m. */
  void apply(Matrix target, Direction direction) {
    Kernels kernels = pass.kernels();
    boolean shifts = branch.coupling().shifts();
    if (shifts && direction == Direction.REVERSE) {
      kernels.add(-1, shifts(conditioned.output()), target);
    }
    for (Scaled of : scaled) {
      if (direction == Direction.FORWARD) {
        kernels.copy(target, of.before());
        kernels.multiplyElements(of.values(), target, target);
      } else {
        kernels.divideElements(of.values(), target);
        kernels.copy(target, of.before());
      }
      Matrix r = scales(conditioned.output());
      branch.volume().count(direction, of.factor().logarithm(), r, first, pass);
    }
    if (shifts && direction == Direction.FORWARD) {
      kernels.add(1, shifts(conditioned.output()), target);
    }
  }

  /** gradT = gradY; gradR = gradY * before * m'(r), and the volume's; gradBefore = gradY * m. */
  @Override
  public void backward(Matrix gradTarget, Matrix gradX, Gradients into) {
    Arena arena = pass.arena();
    Kernels kernels = pass.kernels();
    Matrix outputs = conditioned.output();
    Matrix gradY = gradTarget.rowRange(first, x.rows());
    Matrix gradOutputs = arena.take(outputs.rows(), outputs.columns());
    if (branch.coupling().shifts()) {
      kernels.copy(gradY, shifts(gradOutputs));
    }
    for (Scaled of : scaled) {
      Matrix gradR = scales(gradOutputs);
      kernels.copy(gradY, gradR);
      kernels.multiplyElements(of.before(), gradR, gradR);
      kernels.mapGradient(of.factor().value(), scales(outputs), gradR);
      Matrix r = scales(outputs);
      branch.volume().addGradient(of.factor().logarithm(), r, gradR, first, pass);
      kernels.multiplyElements(of.values(), gradY, gradY);
    }
    conditioned.backward(gradOutputs, gradX.rowRange(first, x.rows()), into);
    arena.giveBack(gradOutputs);
  }

  @Override
  public void close() {
    for (Scaled of : scaled) {
      pass.arena().giveBack(of.values());
      pass.arena().giveBack(of.before());
    }
    conditioned.close();
  }
}
