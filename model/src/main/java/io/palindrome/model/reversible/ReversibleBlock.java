package io.palindrome.model.reversible;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Layer;
import io.palindrome.model.layer.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * A coupling over two residual streams (Gomez et al. 2017, section 3.1; Kitaev et al. 2020, section
 * 3).
 *
 * <pre>y1 = x1 + F(x2)
 * y2 = x2 + G(y1)</pre>
 *
 * <p>A branch may be any {@link Branch} that couples a target to an input; the sums above are the
 * additive case.
 */
public record ReversibleBlock(Branch f, Branch g) {
  /** Turns x into y in the same two buffers; returns the same function with its choices frozen. */
  FixedBlock forward(Streams x, Keeper keeper, Pass pass) {
    List<Layer> fixedF = decide(f, keeper.input(x.x2()), x.x1(), keeper, pass);
    List<Layer> fixedG = decide(g, keeper.input(x.x1()), x.x2(), keeper, pass);
    return new FixedBlock(fixedF, fixedG);
  }

  private static List<Layer> decide(
      Branch branch, Matrix x, Matrix target, Keeper keeper, Pass pass) {
    List<Layer> parts = new ArrayList<>();
    for (int part = 0; part < branch.parts(pass); part++) {
      Decided decided = branch.decide(part, x, target, Direction.FORWARD, pass);
      parts.add(decided.layer());
      keeper.keep(decided.evaluation());
    }
    return parts;
  }

  /**
   * Turns y into x in the same two buffers, with no forward pass before it: what a branch decides,
   * it decides at the same input both ways.
   */
  public void inverse(Streams y, Pass pass) {
    undo(g, y.x1(), y.x2(), pass);
    undo(f, y.x2(), y.x1(), pass);
  }

  private static void undo(Branch branch, Matrix x, Matrix target, Pass pass) {
    for (int part = branch.parts(pass) - 1; part >= 0; part--) {
      Decided decided = branch.decide(part, x, target, Direction.REVERSE, pass);
      decided.evaluation().close();
      decided.layer().close();
    }
  }
}
