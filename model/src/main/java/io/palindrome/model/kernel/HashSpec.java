package io.palindrome.model.kernel;

import io.palindrome.conf.Check;
import java.util.List;

/**
 * How positions are hashed (REFORMER.md 4.1).
 *
 * @param rounds hash rounds
 * @param factors numbers of hash buckets, all even; one factor is the plain case
 * @param mask 0 where a position is padding and goes to a hash bucket of its own; null if none is
 */
public record HashSpec(int rounds, List<Integer> factors, Indices mask) {
  public HashSpec {
    factors = List.copyOf(factors);
    for (int factor : factors) {
      Check.that(
          factor >= 2 && factor % 2 == 0,
          "model.lsh.hash-buckets must be even (a hash bucket and its opposite share one rotation),"
              + " but is %d",
          factor);
    }
  }

  /** Columns of the rotations of one round. */
  public int halves() {
    return factors.stream().mapToInt(Integer::intValue).sum() / 2;
  }

  /** Hash buckets of one round, the padding's own included. */
  public int total() {
    int product = factors.stream().reduce(1, Math::multiplyExact);
    return mask == null ? product : product + 1;
  }
}
