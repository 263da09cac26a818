package io.palindrome.model.attention;

import io.palindrome.conf.DuplicateKeys;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HashRules;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Layer;
import io.palindrome.model.layer.Pass;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Attention of a group of heads with its hash buckets frozen.
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

  /**
   * Hands the attention of head {@code g} of the group in sequence b, and the order in which its
   * entries are sorted, to {@code use}; the order is null where nothing is sorted.
   */
  void use(Pass pass, int b, int g, BiConsumer<ChunkAttention, Indices> use) {
    ChunkAttention spec = branch.spec(pass, b, group.first() + g);
    HashOrder hashed = hashed(b, g);
    if (hashed == null) {
      use.accept(spec, null);
      return;
    }
    Indices buckets = hashed.takeBuckets(pass);
    Indices order = hashed.takeSorted(buckets, pass);
    if (!branch.config().lsh().withinHashBuckets()) {
      pass.arena().giveBack(buckets);
      buckets = null;
    }
    Indices chunks = takeChunks(spec, order, pass);
    use.accept(spec.with(new HashRules(buckets, chunks)), order);
    for (Indices taken : Arrays.asList(buckets, order, chunks)) {
      if (taken != null) {
        pass.arena().giveBack(taken);
      }
    }
  }

  /** The chunk of every entry; null where keys count as often as they are seen. */
  private Indices takeChunks(ChunkAttention spec, Indices order, Pass pass) {
    if (branch.config().lsh().duplicates() == DuplicateKeys.COUNTED) {
      return null;
    }
    Indices chunks = pass.arena().takeIndices(order.length());
    pass.kernels().numberChunks(order, spec.chunkLength(), chunks);
    return chunks;
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
