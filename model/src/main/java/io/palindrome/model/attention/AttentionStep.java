package io.palindrome.model.attention;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Pass;
import java.util.List;

/**
 * An attention layer at one more position of several sequences, each with its own cache: one row a
 * sequence, so that the weights are read once for all of them.
 *
 * <pre>f(x) = attention(norm(x), cached states) Wo^T</pre>
 *
 * @param paddedLengths what each sequence's new length is padded to
 */
public record AttentionStep(
    AttentionBranch branch, List<AttentionCache> caches, int[] paddedLengths) {
  /**
   * target += f(x), and the caches take the position in.
   *
   * @param pass over sequences of length 1, without dropout
   */
  public void add(Matrix x, Matrix target, Pass pass) {
    HeadGroup all = new HeadGroup(0, branch.config().heads());
    Projections projections = Projections.of(branch, all, x, pass);
    projections.turn(branch, all, Direction.FORWARD, pass);
    Matrix attended = pass.arena().take(x.rows(), all.width(branch.config()));
    for (int row = 0; row < x.rows(); row++) {
      caches
          .get(row)
          .attendNext(projections, row, paddedLengths[row], attended.rowRange(row, 1), pass);
    }
    Matrix weight = pass.parameters().matrix(branch.slots().attention().output());
    pass.kernels().multiply(1, attended, Transpose.NONE, weight, Transpose.TRANSPOSED, 1, target);
    pass.arena().giveBack(attended);
    projections.giveBack(pass.arena());
  }
}
