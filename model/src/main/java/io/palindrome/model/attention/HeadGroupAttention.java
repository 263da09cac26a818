package io.palindrome.model.attention;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HashRules;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Layer;
import io.palindrome.model.layer.Pass;
import java.util.List;

/**
 * Attention of a group of heads with its sorted orders frozen.
 *
 * @param orders one for every (sequence, hashing head of the group); empty where nothing is sorted
 */
record HeadGroupAttention(
    AttentionBranch branch, HeadGroup group, List<HashOrder> orders, Arena arena) implements Layer {
  @Override
  public Evaluation evaluate(Matrix x, Matrix target, Direction direction, Pass pass) {
    Projections projections = Projections.of(branch, group, x, pass);
    projections.turn(branch, group, Direction.FORWARD, pass);
    AttentionEvaluation evaluation = new AttentionEvaluation(this, projections, x, pass);
    evaluation.addOutput(target, direction.sign());
    return evaluation;
  }

  /** The attention of head {@code g} of the group in sequence b. */
  ChunkAttention spec(Pass pass, int b, int g) {
    ChunkAttention spec = branch.spec(pass, b, group.first() + g);
    HashOrder hashed = hashed(b, g);
    return hashed == null || hashed.buckets() == null
        ? spec
        : spec.with(new HashRules(hashed.buckets(), spec.hashRules().duplicates()));
  }

  /** The order of head {@code g} of the group in sequence b; null for the natural one. */
  Indices order(int b, int g) {
    HashOrder hashed = hashed(b, g);
    return hashed == null ? null : hashed.order();
  }

  private HashOrder hashed(int b, int g) {
    int hashing = group.hashing(branch);
    return orders.isEmpty() || g >= hashing ? null : orders.get(b * hashing + g);
  }

  @Override
  public void close() {
    orders.forEach(order -> order.giveBack(arena));
  }
}
