package io.palindrome.model.attention;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.PackedBuckets;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.RotationShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The discontinuous choice of LSH attention: the hash bucket of every position of one head of one
 * sequence, in all rounds, from which follows the order in which they are sorted. Made once in the
 * forward pass and kept; hashing the rebuilt inputs again could move a position to another hash
 * bucket. Sorting again cannot, and costs less than to keep the order in twice the memory.
 *
 * @param kept hash buckets, two in a word where they fit
 * @param length positions
 * @param rounds hash rounds
 * @param total hash buckets of a round
 */
record HashOrder(Indices kept, int length, int rounds, int total) {
  /** One for every (sequence, hashing head of the group), in that order. */
  static List<HashOrder> decide(
      AttentionBranch branch, HeadGroup group, Projections projections, Pass pass) {
    int dHead = branch.config().dHead();
    int length = pass.sequences().length();
    int rounds = branch.rounds(pass);
    List<Integer> factors = HashBuckets.factors(branch.config(), length);
    List<HashOrder> orders = new ArrayList<>();
    for (int b = 0; b < pass.sequences().batch(); b++) {
      HashSpec spec = new HashSpec(rounds, factors, pass.sequences().keyMask(b));
      RotationShape shape =
          new RotationShape(branch.config().heads(), dHead, rounds, spec.halves());
      for (int g = 0; g < group.hashing(branch); g++) {
        Matrix queryKeys = Projections.window(projections.queries(), b, g, dHead, length);
        Matrix rotations = rotations(branch, b, group.first() + g, shape, pass);
        orders.add(hash(queryKeys, rotations, spec, pass));
        pass.arena().giveBack(rotations);
      }
    }
    return orders;
  }

  static HashOrder hash(Matrix queryKeys, Matrix rotations, HashSpec spec, Pass pass) {
    int length = queryKeys.rows();
    int total = spec.total();
    int entries = Math.multiplyExact(spec.rounds(), length);
    if (total > PackedBuckets.MOST) {
      Indices buckets = pass.arena().takeIndices(Purpose.HASH_ORDERS, entries);
      pass.kernels().hash(queryKeys, rotations, spec, buckets);
      return new HashOrder(buckets, length, spec.rounds(), total);
    }
    Indices packed = pass.arena().takeIndices(Purpose.HASH_ORDERS, PackedBuckets.words(entries));
    Indices buckets = pass.arena().takeIndices(entries);
    pass.kernels().hash(queryKeys, rotations, spec, buckets);
    pass.kernels().packBuckets(buckets, length, total, packed);
    pass.arena().giveBack(buckets);
    return new HashOrder(packed, length, spec.rounds(), total);
  }

  /** Hash bucket of every entry [rounds * length], all rounds different. */
  Indices takeBuckets(Pass pass) {
    Indices buckets = pass.arena().takeIndices(rounds * length);
    if (total > PackedBuckets.MOST) {
      pass.kernels().copyIndices(kept, buckets);
    } else {
      pass.kernels().unpackBuckets(kept, length, total, buckets);
    }
    return buckets;
  }

  /** The stable order [rounds * length] of entries by hash bucket. */
  Indices takeSorted(Indices buckets, Pass pass) {
    Indices order = pass.arena().takeIndices(rounds * length);
    pass.kernels().countingSort(buckets, rounds * total, order);
    return order;
  }

  void giveBack(Arena arena) {
    arena.giveBack(kept);
  }

  private static Matrix rotations(
      AttentionBranch branch, int sequence, int head, RotationShape shape, Pass pass) {
    Matrix rotations = pass.arena().take(shape.dHead(), shape.rounds() * shape.halves());
    Randomness randomness = pass.randomness();
    randomness
        .countedRotations(branch.index(), sequence, head, shape)
        .ifPresentOrElse(
            counted -> pass.kernels().drawNormals(counted, rotations),
            () -> {
              double[] values = randomness.rotations(branch.index(), sequence, head, shape);
              rotations.storage().write(rotations.offset(), values);
            });
    return rotations;
  }
}
