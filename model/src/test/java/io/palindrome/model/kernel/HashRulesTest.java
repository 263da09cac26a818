package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
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

  /** More chunks than all rounds have. */
  private static final Reach WIDE = new Reach.Neighbours(12, 7);

  private static final Reach NEAR = new Reach.Neighbours(1, 0);

  /** Entries of all rounds, sorted by drawn hash buckets. */
  private record Sorted(int[] order, int[] buckets) {
    static Sorted of(Stage stage, int hashBuckets) {
      int[] buckets = stage.integers(ROUNDS * LENGTH, hashBuckets);
      for (int entry = 0; entry < buckets.length; entry++) {
        buckets[entry] += entry / LENGTH * hashBuckets;
      }
      int[] order = new int[buckets.length];
      CountingSort.sort(buckets, ROUNDS * hashBuckets, order);
      return new Sorted(order, buckets);
    }

    HashRules rules(Stage stage, boolean within, boolean corrected) {
      Indices chunks = stage.indices(new int[order.length]);
      stage.kernels().numberChunks(stage.indices(order), CHUNK, chunks);
      return new HashRules(within ? stage.indices(buckets) : null, corrected ? chunks : null);
    }

    /** What a query sees of others, by walking through its windows of one chunk before. */
    Set<Integer> seen(int query, boolean within, boolean causal) {
      Set<Integer> seen = new TreeSet<>();
      int chunks = order.length / CHUNK;
      for (int entry = 0; entry < order.length; entry++) {
        if (order[entry] % LENGTH == query) {
          for (int back = 0; back <= 1; back++) {
            int chunk = Math.floorMod(entry / CHUNK - back, chunks);
            for (int i = 0; i < CHUNK; i++) {
              int other = order[chunk * CHUNK + i];
              boolean together = !within || buckets[other] == buckets[order[entry]];
              int key = other % LENGTH;
              if (together && key != query && (!causal || key < query)) {
                seen.add(key);
              }
            }
          }
        }
      }
      return seen;
    }
  }

  private static ChunkAttention attention(
      Reach reach, int rounds, boolean causal, Indices mask, HashRules rules) {
    return new ChunkAttention(
        CHUNK, reach, rounds, causal, KeyKind.SHARED, mask, rules, Dropout.NONE);
  }

  /** Softmax over a set of keys, a query's own where there are no others. */
  private static double[] softmax(HeadViews head, int query, Set<Integer> keys) {
    double[] queryKeys = head.queries().toArray();
    double[] values = head.values().toArray();
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
  private static double worst(Kernels kernels, boolean causal, boolean within, boolean corrected) {
    try (Stage stage = new Stage(kernels, SEED)) {
      Sorted sorted = Sorted.of(stage, HASH_BUCKETS);
      Matrix queryKeys = stage.random(LENGTH, DEPTH);
      HeadViews head = new HeadViews(queryKeys, queryKeys, stage.random(LENGTH, DEPTH));
      Matrix out = stage.filled(LENGTH, DEPTH, 0);
      HashRules rules = sorted.rules(stage, within, corrected);
      kernels.attend(
          attention(NEAR, ROUNDS, causal, null, rules),
          head,
          stage.indices(sorted.order()),
          out,
          stage.filled(LENGTH, 2, 0));
      double[] found = out.toArray();
      double worst = 0;
      for (int t = 0; t < LENGTH; t++) {
        double[] expected = softmax(head, t, sorted.seen(t, within, causal));
        for (int d = 0; d < DEPTH; d++) {
          worst = Math.max(worst, Math.abs(found[t * DEPTH + d] - expected[d]));
        }
      }
      return worst;
    }
  }

  static Stream<Arguments> implementations() {
    return Implementation.all().stream()
        .flatMap(
            kernels ->
                Stream.of(0, 1, 2, 3)
                    .map(bits -> Arguments.of(kernels, (bits & 1) == 1, (bits & 2) == 2)));
  }

  @ParameterizedTest(name = "{0}, causal: {1}, within hash buckets: {2}")
  @MethodSource("implementations")
  void correctedIsTheSoftmaxOverWhatWasFound(
      Implementation implementation, boolean causal, boolean within) {
    try (Kernels kernels = implementation.open().get()) {
      assertThat(worst(kernels, causal, within, true))
          .isLessThan(Math.max(1e-12, implementation.tolerance()));
      assertThat(worst(kernels, causal, within, false)).isGreaterThan(0.01);
    }
  }

  /** Output and gradients of one attention over drawn numbers, always the same ones. */
  private static List<double[]> played(Stage stage, ChunkAttention attention, int... order) {
    Matrix queryKeys = stage.random(LENGTH, DEPTH);
    HeadViews head = new HeadViews(queryKeys, queryKeys, stage.random(LENGTH, DEPTH));
    Matrix out = stage.filled(LENGTH, DEPTH, 0);
    Matrix normalizer = stage.filled(LENGTH, 2, 0);
    Indices sorted = order.length == 0 ? null : stage.indices(order);
    stage.kernels().attend(attention, head, sorted, out, normalizer);
    Matrix gradQueryKeys = stage.filled(LENGTH, DEPTH, 0);
    HeadViews grad = new HeadViews(gradQueryKeys, gradQueryKeys, stage.filled(LENGTH, DEPTH, 0));
    Attended attended = new Attended(out, normalizer, stage.random(LENGTH, DEPTH));
    stage.kernels().addAttendGradient(attention, head, sorted, attended, grad);
    return List.of(out.toArray(), gradQueryKeys.toArray(), grad.values().toArray());
  }

  private static Indices mask(Stage stage, boolean masked) {
    int[] kept = stage.integers(LENGTH, 3);
    for (int t = 0; t < LENGTH; t++) {
      kept[t] = Math.min(1, kept[t]);
    }
    return masked ? stage.indices(kept) : null;
  }

  private static List<double[]> found(
      Kernels kernels, boolean causal, boolean masked, boolean corrected) {
    try (Stage stage = new Stage(kernels, SEED)) {
      Sorted sorted = Sorted.of(stage, HASH_BUCKETS);
      HashRules rules = sorted.rules(stage, false, corrected);
      Indices mask = mask(stage, masked);
      return played(stage, attention(WIDE, ROUNDS, causal, mask, rules), sorted.order());
    }
  }

  private static List<double[]> full(Kernels kernels, boolean causal, boolean masked) {
    try (Stage stage = new Stage(kernels, SEED)) {
      Sorted.of(stage, HASH_BUCKETS);
      Indices mask = mask(stage, masked);
      return played(stage, attention(new Reach.Everything(), 1, causal, mask, HashRules.PLAIN));
    }
  }

  /** However often and in whatever order all keys are found: that is full attention. */
  @ParameterizedTest(name = "{0}, causal: {1}, masked: {2}")
  @MethodSource("implementations")
  void correctedIsFullAttentionWhereAllKeysAreFound(
      Implementation implementation, boolean causal, boolean masked) {
    double bound = Math.max(1e-12, implementation.tolerance());
    try (Kernels kernels = implementation.open().get()) {
      List<double[]> full = full(kernels, causal, masked);
      assertThat(Deviation.worst(found(kernels, causal, masked, true), full)).isLessThan(bound);
      assertThat(Deviation.worst(found(kernels, causal, masked, false), full)).isGreaterThan(1e-3);
    }
  }

  /** In one hash bucket there are no others to hide, to the bit. */
  @ParameterizedTest(name = "{0}, causal: {1}, masked: {2}")
  @MethodSource("implementations")
  void withinTheOnlyHashBucketEverythingIsSeen(
      Implementation implementation, boolean causal, boolean masked) {
    try (Kernels kernels = implementation.open().get();
        Stage stage = new Stage(kernels, SEED);
        Stage again = new Stage(kernels, SEED)) {
      int[] order = stage.integers(LENGTH, 1);
      again.integers(LENGTH, 1);
      for (int t = 0; t < LENGTH; t++) {
        order[t] = (7 * t + 3) % LENGTH;
      }
      HashRules within = new HashRules(stage.indices(new int[LENGTH]), null);
      ChunkAttention seen = attention(NEAR, 1, causal, mask(stage, masked), within);
      ChunkAttention plain = attention(NEAR, 1, causal, mask(again, masked), HashRules.PLAIN);
      List<double[]> once = played(stage, seen, order);
      assertThat(Deviation.sameBits(once, played(again, plain, order))).isTrue();
    }
  }

  /** Reference kernels whose one operation forgets one rule. */
  private static Kernels forgetful(String operation, boolean within) {
    Kernels right = new ReferenceKernels();
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(operation)) {
                ChunkAttention attention = (ChunkAttention) arguments[0];
                HashRules rules = attention.hashRules();
                arguments[0] =
                    attention.with(
                        new HashRules(
                            within ? null : rules.buckets(), within ? rules.chunks() : null));
              }
              try {
                return method.invoke(right, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static Stream<Arguments> forgottenRules() {
    return Stream.of("attend", "addAttendGradient")
        .flatMap(name -> Stream.of(Arguments.of(name, true), Arguments.of(name, false)));
  }

  @ParameterizedTest(name = "{0}, within hash buckets: {1}")
  @MethodSource("forgottenRules")
  void scenariosCatchAForgottenRule(String operation, boolean within) {
    Kernels wrong = forgetful(operation, within);
    String rules = within ? "WITHIN" : "CORRECTED";
    assertThat(HashedAttentionScenarios.all())
        .filteredOn(scenario -> scenario.name().contains(rules))
        .anyMatch(
            scenario ->
                Deviation.worst(scenario.on(wrong), KernelsEquivalenceTest.expected(scenario))
                    > 0.01);
  }

  @Test
  void refusesRulesWithoutAHash() {
    HashRules corrected = new HashRules(null, new HeapIndices(new int[LENGTH]));
    assertThatThrownBy(
            () ->
                new ChunkAttention(
                    CHUNK, NEAR, 1, true, KeyKind.SEPARATE, null, corrected, Dropout.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("hash rules must be plain where keys are SEPARATE");
  }
}
