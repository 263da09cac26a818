package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.ArrayList;
import java.util.List;

/**
 * Ordinary residual blocks (He et al. 2016, arXiv:1603.05027): y = x + F(x), every input and
 * evaluation stored, because x cannot be rebuilt from y.
 */
record ResidualStage(List<Chain> blocks) implements Stage {
  @Override
  public StageTape forward(Matrix x, Statistics statistics, Pass pass) {
    List<Stored> stored = new ArrayList<>();
    for (Chain chain : blocks) {
      Matrix input = pass.arena().take(x.rows(), x.columns());
      pass.kernels().copy(x, input);
      Decided decided =
          new ImageBranch(chain, statistics).decide(0, input, x, Direction.FORWARD, pass);
      stored.add(new Stored(input, decided.evaluation()));
    }
    return new StoredTape(x, stored, pass);
  }

  private record Stored(Matrix input, Evaluation evaluation) {}

  private record StoredTape(Matrix output, List<Stored> blocks, Pass pass) implements StageTape {
    /** A chain has read the gradient of its output before it adds to that of its input. */
    @Override
    public Matrix backward(Matrix grad, Gradients into) {
      while (!blocks.isEmpty()) {
        Stored block = blocks.remove(blocks.size() - 1);
        block.evaluation().backward(grad, grad, into);
        giveBack(block);
      }
      return grad;
    }

    private void giveBack(Stored block) {
      block.evaluation().close();
      pass.arena().giveBack(block.input());
    }

    @Override
    public void close() {
      blocks.forEach(this::giveBack);
      blocks.clear();
    }
  }
}
