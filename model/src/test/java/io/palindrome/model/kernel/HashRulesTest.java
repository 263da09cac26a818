package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DuplicateKeys;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With duplicates corrected, attention is one softmax over the keys that were found. */
class HashRulesTest {
  private static final int LENGTH = 24;
  private static final int CHUNK = 4;
  private static final int DEPTH = 8;
  private static final int ROUNDS = 3;
  private static final int HASH_BUCKETS = 2;
  private static final long SEED = 31;

  /** Entries of all rounds, sorted by drawn hash buckets. */
  private record Sorted(int[] order, int[] buckets) {
    static Sorted of(Stage stage) {
      int[] buckets = stage.integers(ROUNDS * LENGTH, HASH_BUCKETS);
      for (int entry = 0; entry < buckets.length; entry++) {
        buckets[entry] += entry / LENGTH * HASH_BUCKETS;
      }
      int[] order = new int[buckets.length];
      CountingSort.sort(buckets, ROUNDS * HASH_BUCKETS, order);
      return new Sorted(order, buckets);
    }

    /** What a query sees of others in a causal attention, by walking through its windows. */
    Set<Integer> seen(int query, boolean within) {
      Set<Integer> seen = new TreeSet<>();
      int chunks = order.length / CHUNK;
      for (int entry = 0; entry < order.length; entry++) {
        if (order[entry] % LENGTH == query) {
          for (int back = 0; back <= 1; back++) {
            int chunk = Math.floorMod(entry / CHUNK - back, chunks);
            for (int i = 0; i < CHUNK; i++) {
              int other = order[chunk * CHUNK + i];
              boolean together = !within || buckets[other] == buckets[order[entry]];
              if (together && other % LENGTH < query) {
                seen.add(other % LENGTH);
              }
            }
          }
        }
      }
      return seen;
    }
  }

  /** Softmax over a set of keys, a query's own where there are no others. */
  private static double[] softmax(
      double[] queryKeys, double[] values, int query, Set<Integer> keys) {
    double[] out = new double[DEPTH];
    double sum = 0;
    for (int key : keys.isEmpty() ? Set.of(query) : keys) {
      double product = 0;
      double square = 0;
      for (int d = 0; d < DEPTH; d++) {
        product += queryKeys[query * DEPTH + d] * queryKeys[key * DEPTH + d];
        square += queryKeys[key * DEPTH + d] * queryKeys[key * DEPTH + d];
      }
      double weight = Math.exp(product / Math.sqrt(square + DEPTH * ChunkAttention.KEY_EPSILON));
      sum += weight;
      for (int d = 0; d < DEPTH; d++) {
        out[d] += weight * values[key * DEPTH + d];
      }
    }
    for (int d = 0; d < DEPTH; d++) {
      out[d] /= sum;
    }
    return out;
  }

  /** Largest difference between attention and the softmax over what was found. */
  private static double worst(Kernels kernels, boolean within, DuplicateKeys duplicates) {
    try (Stage stage = new Stage(kernels, SEED)) {
      Sorted sorted = Sorted.of(stage);
      HashRules rules = new HashRules(within ? stage.indices(sorted.buckets()) : null, duplicates);
      ChunkAttention attention =
          new ChunkAttention(
              CHUNK,
              new Reach.Neighbours(1, 0),
              ROUNDS,
              true,
              KeyKind.SHARED,
              null,
              rules,
              Dropout.NONE);
      Matrix queryKeys = stage.random(LENGTH, DEPTH);
      Matrix values = stage.random(LENGTH, DEPTH);
      Matrix out = stage.filled(LENGTH, DEPTH, 0);
      kernels.attend(
          attention,
          new HeadViews(queryKeys, queryKeys, values),
          stage.indices(sorted.order()),
          out,
          stage.filled(LENGTH, 2, 0));
      double worst = 0;
      for (int t = 0; t < LENGTH; t++) {
        double[] expected =
            softmax(queryKeys.toArray(), values.toArray(), t, sorted.seen(t, within));
        for (int d = 0; d < DEPTH; d++) {
          worst = Math.max(worst, Math.abs(out.toArray()[t * DEPTH + d] - expected[d]));
        }
      }
      return worst;
    }
  }

  static Stream<Arguments> kernelsAndWithin() {
    return Implementation.all().stream()
        .flatMap(kernels -> Stream.of(Arguments.of(kernels, false), Arguments.of(kernels, true)));
  }

  @ParameterizedTest(name = "{0}, within hash buckets: {1}")
  @MethodSource("kernelsAndWithin")
  void correctedIsTheSoftmaxOverWhatWasFound(Implementation implementation, boolean within) {
    try (Kernels kernels = implementation.open().get()) {
      assertThat(worst(kernels, within, DuplicateKeys.CORRECTED))
          .isLessThan(Math.max(1e-12, implementation.tolerance()));
      assertThat(worst(kernels, within, DuplicateKeys.COUNTED)).isGreaterThan(0.01);
    }
  }

  /** Enough rounds to find everything: LSH attention is full attention. */
  @Test
  void correctedIsFullAttentionWhereAllKeysAreFound() {
    try (Kernels kernels = new HostKernels(2);
        Stage stage = new Stage(kernels, SEED)) {
      Matrix queryKeys = stage.random(LENGTH, DEPTH);
      HeadViews head = new HeadViews(queryKeys, queryKeys, stage.random(LENGTH, DEPTH));
      Matrix found = stage.filled(LENGTH, DEPTH, 0);
      Matrix full = stage.filled(LENGTH, DEPTH, 0);
      Matrix normalizer = stage.filled(LENGTH, 2, 0);
      HashRules corrected = new HashRules(null, DuplicateKeys.CORRECTED);
      Reach wide = new Reach.Neighbours(4, 3);
      kernels.attend(
          new ChunkAttention(
              CHUNK, wide, ROUNDS, true, KeyKind.SHARED, null, corrected, Dropout.NONE),
          head,
          stage.indices(Sorted.of(stage).order()),
          found,
          normalizer);
      kernels.attend(
          new ChunkAttention(
              CHUNK,
              new Reach.Everything(),
              1,
              true,
              KeyKind.SHARED,
              null,
              HashRules.PLAIN,
              Dropout.NONE),
          head,
          null,
          full,
          normalizer);
      assertThat(kernels.largestDifference(found, full)).isLessThan(1e-5);
    }
  }

  @Test
  void refusesRulesWithoutAHash() {
    HashRules corrected = new HashRules(null, DuplicateKeys.CORRECTED);
    Reach near = new Reach.Neighbours(1, 0);
    assertThatThrownBy(
            () ->
                new ChunkAttention(
                    CHUNK, near, 1, true, KeyKind.SEPARATE, null, corrected, Dropout.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("hash rules must be plain where keys are SEPARATE");
  }
}
