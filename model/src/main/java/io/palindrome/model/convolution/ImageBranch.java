package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Layer;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;

/**
 * A chain as the branch of a residual block: {@code target += chain(x)}. It has one part, because
 * batch normalization needs all rows at once. Deciding takes the running statistics along; the
 * decided layer never touches them again, however often it is evaluated.
 */
public record ImageBranch(Chain chain, Statistics statistics) implements Branch {
  @Override
  public int parts(Pass pass) {
    return 1;
  }

  @Override
  public Decided decide(int part, Matrix x, Matrix target, Direction direction, Pass pass) {
    Layer fixed = new ChainLayer(chain, statistics.again());
    Layer first = new ChainLayer(chain, statistics);
    return new Decided(fixed, first.evaluate(x, target, direction, pass));
  }

  private record ChainLayer(Chain chain, Statistics statistics) implements Layer {
    @Override
    public Evaluation evaluate(Matrix x, Matrix target, Direction direction, Pass pass) {
      ChainEvaluation evaluation = chain.evaluate(x, statistics, pass);
      pass.kernels().add(direction.sign(), evaluation.output(), target);
      evaluation.giveBackOutput();
      return new ChainAdded(evaluation);
    }
  }

  private record ChainAdded(ChainEvaluation evaluation) implements Evaluation {
    @Override
    public void backward(Matrix gradTarget, Matrix gradX, Gradients into) {
      evaluation.backward(gradTarget, gradX, into);
    }

    @Override
    public void close() {
      evaluation.close();
    }
  }
}
