package io.palindrome.model.reversible;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.ArrayList;
import java.util.List;

/** A block at one point, everything kept: inputs and evaluations of F, then of G. */
final class BlockEvaluation implements Keeper, AutoCloseable {
  private record BranchEvaluation(Matrix input, List<Evaluation> parts) {}

  private final Pass pass;
  private final List<BranchEvaluation> branches = new ArrayList<>();

  BlockEvaluation(Pass pass) {
    this.pass = pass;
  }

  @Override
  public Matrix input(Matrix stream) {
    Matrix copy = pass.arena().take(Purpose.ACTIVATIONS, stream.rows(), stream.columns());
    pass.kernels().copy(stream, copy);
    branches.add(new BranchEvaluation(copy, new ArrayList<>()));
    return copy;
  }

  @Override
  public void keep(Evaluation evaluation) {
    branches.get(branches.size() - 1).parts().add(evaluation);
  }

  /** gradX1 = gradY1 + G'(y1)^T gradY2, then gradX2 = gradY2 + F'(x2)^T gradX1, in place. */
  void backward(Streams grad, Gradients into) {
    backward(branches.get(1), grad.x2(), grad.x1(), into);
    backward(branches.get(0), grad.x1(), grad.x2(), into);
  }

  private static void backward(
      BranchEvaluation branch, Matrix gradTarget, Matrix gradX, Gradients into) {
    for (int i = branch.parts().size() - 1; i >= 0; i--) {
      branch.parts().get(i).backward(gradTarget, gradX, into);
    }
  }

  @Override
  public void close() {
    Arena arena = pass.arena();
    for (BranchEvaluation branch : branches) {
      branch.parts().forEach(Evaluation::close);
      arena.giveBack(branch.input());
    }
    branches.clear();
  }
}
