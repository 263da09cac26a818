package io.palindrome.model.attention;

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
 */
final class HashOrder {
  private HashOrder() {}

  /** One order [rounds * length] for every (sequence, hashing head of the group), in that order. */
  static List<Indices> decide(
      AttentionBranch branch, HeadGroup group, Projections projections, Pass pass) {
    int dHead = branch.config().dHead();
    int length = pass.sequences().length();
    int rounds = branch.rounds(pass);
    List<Integer> factors = HashBuckets.factors(branch.config(), length);
    Indices buckets = pass.arena().takeIndices(Math.multiplyExact(rounds, length));
    List<Indices> orders = new ArrayList<>();
    for (int b = 0; b < pass.sequences().batch(); b++) {
      HashSpec spec = new HashSpec(rounds, factors, pass.sequences().keyMask(b));
      RotationShape shape =
          new RotationShape(branch.config().heads(), dHead, rounds, spec.halves());
      for (int g = 0; g < group.hashing(branch); g++) {
        Matrix queryKeys = Projections.window(projections.queries(), b, g, dHead, length);
        Matrix rotations = rotations(branch, b, group.first() + g, shape, pass);
        pass.kernels().hash(queryKeys, rotations, spec, buckets);
        pass.arena().giveBack(rotations);
        Indices order = pass.arena().takeIndices(Purpose.HASH_ORDERS, buckets.length());
        pass.kernels().countingSort(buckets, rounds * spec.total(), order);
        orders.add(order);
      }
    }
    pass.arena().giveBack(buckets);
    return orders;
  }

  private static Matrix rotations(
      AttentionBranch branch, int sequence, int head, RotationShape shape, Pass pass) {
    Matrix rotations = pass.arena().take(shape.dHead(), shape.rounds() * shape.halves());
    double[] values = pass.randomness().rotations(branch.index(), sequence, head, shape);
    rotations.storage().write(0, values);
    return rotations;
  }
}
