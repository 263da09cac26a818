package io.palindrome.model.reversible;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Layer;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;

/** A branch that counts how many evaluations of its parts are open. */
record CountingBranch(Branch inner, Open open) implements Branch {
  /** Evaluations open now, and the most that ever were. */
  static final class Open {
    private int now;
    private int peak;

    int now() {
      return now;
    }

    int peak() {
      return peak;
    }

    private Evaluation counted(Evaluation evaluation) {
      now++;
      peak = Math.max(peak, now);
      return new Evaluation() {
        @Override
        public void backward(Matrix gradOutput, Matrix gradX, Gradients into) {
          evaluation.backward(gradOutput, gradX, into);
        }

        @Override
        public void close() {
          now--;
          evaluation.close();
        }
      };
    }
  }

  @Override
  public int parts(Pass pass) {
    return inner.parts(pass);
  }

  @Override
  public Decided decide(int part, Matrix x, Matrix target, Direction direction, Pass pass) {
    Decided decided = inner.decide(part, x, target, direction, pass);
    return new Decided(
        new CountingLayer(decided.layer(), open), open.counted(decided.evaluation()));
  }

  private record CountingLayer(Layer inner, Open open) implements Layer {
    @Override
    public Evaluation evaluate(Matrix x, Matrix target, Direction direction, Pass pass) {
      return open.counted(inner.evaluate(x, target, direction, pass));
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
