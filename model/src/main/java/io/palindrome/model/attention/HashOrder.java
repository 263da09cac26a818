package io.palindrome.model.attention;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.RotationShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The discontinuous choice of LSH attention: positions of every head of every sequence, sorted by
 * hash bucket, all rounds one after the other. Made once in the forward pass and kept; hashing the
 * rebuilt inputs again could move a position to another hash bucket.
 *
 * @param order [rounds * length]
 * @param buckets hash bucket of every entry, all rounds different; null where attention does not
 *     ask for it
 */
record HashOrder(Indices order, Indices buckets) {
  /** One order [rounds * length] for every (sequence, hashing head of the group), in that order. */
  static List<HashOrder> decide(
      AttentionBranch branch, HeadGroup group, Projections projections, Pass pass) {
    int dHead = branch.config().dHead();
    int length = pass.sequences().length();
    int rounds = branch.rounds(pass);
    List<Integer> factors = HashBuckets.factors(branch.config(), length);
    boolean keepsBuckets = branch.config().lsh().withinHashBuckets();
    int entries = Math.multiplyExact(rounds, length);
    List<HashOrder> orders = new ArrayList<>();
    for (int b = 0; b < pass.sequences().batch(); b++) {
      HashSpec spec = new HashSpec(rounds, factors, pass.sequences().keyMask(b));
      RotationShape shape =
          new RotationShape(branch.config().heads(), dHead, rounds, spec.halves());
      for (int g = 0; g < group.hashing(branch); g++) {
        Matrix queryKeys = Projections.window(projections.queries(), b, g, dHead, length);
        Matrix rotations = rotations(branch, b, group.first() + g, shape, pass);
        Indices buckets = takeBuckets(pass.arena(), keepsBuckets, entries);
        pass.kernels().hash(queryKeys, rotations, spec, buckets);
        pass.arena().giveBack(rotations);
        Indices order = pass.arena().takeIndices(Purpose.HASH_ORDERS, entries);
        pass.kernels().countingSort(buckets, rounds * spec.total(), order);
        if (!keepsBuckets) {
          pass.arena().giveBack(buckets);
        }
        orders.add(new HashOrder(order, keepsBuckets ? buckets : null));
      }
    }
    return orders;
  }

  private static Indices takeBuckets(Arena arena, boolean kept, int entries) {
    return kept ? arena.takeIndices(Purpose.HASH_ORDERS, entries) : arena.takeIndices(entries);
  }

  void giveBack(Arena arena) {
    arena.giveBack(order);
    if (buckets != null) {
      arena.giveBack(buckets);
    }
  }

  private static Matrix rotations(
      AttentionBranch branch, int sequence, int head, RotationShape shape, Pass pass) {
    Matrix rotations = pass.arena().take(shape.dHead(), shape.rounds() * shape.halves());
    double[] values = pass.randomness().rotations(branch.index(), sequence, head, shape);
    rotations.storage().write(0, values);
    return rotations;
  }
}
