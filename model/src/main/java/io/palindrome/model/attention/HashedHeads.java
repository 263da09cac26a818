package io.palindrome.model.attention;

import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.RotationShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The sorted positions of every hashing head of one sequence, and the rotations that sorted them:
 * the sequence's own, drawn once, so that positions that come later are hashed like those before.
 */
final class HashedHeads implements AutoCloseable {
  private record Head(Matrix rotations, SortedPositions positions) {}

  private final ReformerConfig config;
  private final HashSpec spec;
  private final List<Head> heads = new ArrayList<>();

  private HashedHeads(ReformerConfig config, HashSpec spec) {
    this.config = config;
    this.spec = spec;
  }

  /**
   * Hashes every position.
   *
   * @param queryKeys [length, heads * dHead], as attention sees them
   * @param factors of the hash buckets
   */
  static HashedHeads of(
      AttentionBranch branch, Matrix queryKeys, List<Integer> factors, Pass pass) {
    ReformerConfig config = branch.config();
    HashSpec spec = new HashSpec(config.lsh().hashRounds(), factors, null);
    RotationShape shape =
        new RotationShape(config.heads(), config.dHead(), spec.rounds(), spec.halves());
    HashedHeads hashed = new HashedHeads(config, spec);
    for (int head = 0; head < config.hashingHeads(branch.index()); head++) {
      double[] drawn = pass.randomness().rotations(branch.index(), 0, head, shape);
      Matrix rotations =
          Matrix.of(
              pass.kernels().allocate(drawn.length), config.dHead(), spec.rounds() * spec.halves());
      rotations.storage().write(0, drawn);
      int[][] buckets = hashed.buckets(hashed.ofHead(queryKeys, head), 0, rotations, pass);
      hashed.heads.add(new Head(rotations, new SortedPositions(config.lsh(), buckets)));
    }
    return hashed;
  }

  private Matrix ofHead(Matrix allHeads, int head) {
    return allHeads.columnRange(head * config.dHead(), config.dHead());
  }

  /**
   * Hash buckets [rounds][positions]. Positions are hashed as they were before rotary positions
   * turned them.
   */
  private int[][] buckets(Matrix queryKeys, int first, Matrix rotations, Pass pass) {
    Indices all = pass.arena().takeIndices(Math.multiplyExact(spec.rounds(), queryKeys.rows()));
    if (config.position().kind() == PositionKind.ROTARY) {
      Matrix turned = pass.arena().take(queryKeys.rows(), queryKeys.columns());
      pass.kernels().copy(queryKeys, turned);
      pass.kernels().rotatePairs(Direction.REVERSE.sign(), first, turned);
      pass.kernels().hash(turned, rotations, spec, all);
      pass.arena().giveBack(turned);
    } else {
      pass.kernels().hash(queryKeys, rotations, spec, all);
    }
    int[] flat = all.read();
    pass.arena().giveBack(all);
    int[][] buckets = new int[spec.rounds()][queryKeys.rows()];
    for (int round = 0; round < buckets.length; round++) {
      int from = round * queryKeys.rows();
      System.arraycopy(flat, from, buckets[round], 0, queryKeys.rows());
    }
    return buckets;
  }

  List<Integer> factors() {
    return spec.factors();
  }

  /**
   * Takes the next position in, for every head.
   *
   * @param queryKey [1, heads * dHead], as attention sees it
   */
  void insert(Matrix queryKey, int position, Pass pass) {
    for (int head = 0; head < heads.size(); head++) {
      Matrix window = ofHead(queryKey, head);
      int[][] buckets = buckets(window, position, heads.get(head).rotations(), pass);
      int[] ofRound = new int[buckets.length];
      for (int round = 0; round < ofRound.length; round++) {
        ofRound[round] = buckets[round][0];
      }
      heads.get(head).positions().insert(ofRound);
    }
  }

  PositionOrder order(int head) {
    return heads.get(head).positions();
  }

  HashedHeads copy(Pass pass) {
    HashedHeads copy = new HashedHeads(config, spec);
    for (Head head : heads) {
      Matrix from = head.rotations();
      Matrix rotations =
          Matrix.of(pass.kernels().allocate(from.storage().length()), from.rows(), from.columns());
      pass.kernels().copy(from, rotations);
      copy.heads.add(new Head(rotations, head.positions().copy()));
    }
    return copy;
  }

  /** Bytes of sorted positions. */
  long bytes() {
    return heads.stream().mapToLong(head -> head.positions().bytes()).sum();
  }

  @Override
  public void close() {
    heads.forEach(head -> head.rotations().storage().close());
  }
}
