package io.palindrome.model.reversible;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Layer;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.List;

/** A reversible block whose hash buckets and dropout are decided: the parts of F and of G. */
record FixedBlock(List<Layer> f, List<Layer> g) {
  /** Turns x into y in the same two buffers. */
  void forward(Streams x, Keeper keeper, Pass pass) {
    evaluate(f, keeper.input(x.x2()), x.x1(), keeper, pass);
    evaluate(g, keeper.input(x.x1()), x.x2(), keeper, pass);
  }

  private static void evaluate(
      List<Layer> parts, Matrix x, Matrix target, Keeper keeper, Pass pass) {
    for (Layer part : parts) {
      keeper.keep(part.evaluate(x, target, Direction.FORWARD, pass));
    }
  }

  /**
   * Turns y into x and gradY into gradX, in the same four buffers; one evaluation of each part
   * serves both (Gomez et al. 2017, algorithm 1).
   *
   * <pre>x2 = y2 - G(y1)    gradX1 = gradY1 + G'(y1)^T gradY2
   * x1 = y1 - F(x2)    gradX2 = gradY2 + F'(x2)^T gradX1</pre>
   *
   * <p>A part that is not additive also turns the gradient of its target into that of its input.
   * Parts run from the last to the first: each undoes what the ones after it left.
   */
  void reverse(Streams y, Streams grad, Gradients into, Pass pass) {
    reverse(g, y.x1(), y.x2(), grad.x2(), grad.x1(), into, pass);
    reverse(f, y.x2(), y.x1(), grad.x1(), grad.x2(), into, pass);
  }

  private static void reverse(
      List<Layer> parts,
      Matrix x,
      Matrix target,
      Matrix gradTarget,
      Matrix gradX,
      Gradients into,
      Pass pass) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      try (Evaluation evaluation = parts.get(i).evaluate(x, target, Direction.REVERSE, pass)) {
        evaluation.backward(gradTarget, gradX, into);
      }
    }
  }

  /** Gives back what the decisions are kept in. */
  void close() {
    f.forEach(Layer::close);
    g.forEach(Layer::close);
  }
}
