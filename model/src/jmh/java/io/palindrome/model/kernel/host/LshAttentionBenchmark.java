package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.HashRules;
import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Reach;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One head of LSH attention over one sequence: hash, sort, attend, gradient. */
public class LshAttentionBenchmark extends OnAllCores {
  private static final int LENGTH = 16_384;
  private static final int D_HEAD = 64;
  private static final int CHUNK = 64;
  private static final List<Integer> FACTORS = List.of(16, 32);

  /** Products of a forward pass: scores, and outputs. */
  private static final int FORWARD = 2;

  /** Scores anew, and the gradients of weights, queries, keys and values. */
  private static final int BACKWARD = 5;

  @Param({"1", "4"})
  int rounds;

  private Bench bench;
  private ChunkAttention attention;
  private HashSpec spec;
  private Matrix rotations;
  private HeadViews head;
  private HeadViews grad;
  private Attended attended;
  private Indices buckets;
  private Indices order;

  @Setup
  public void allocate() {
    bench = Bench.onAllCores();
    attention =
        new ChunkAttention(
            CHUNK,
            new Reach.Neighbours(1, 0),
            rounds,
            true,
            KeyKind.SHARED,
            null,
            HashRules.PLAIN,
            Dropout.NONE);
    spec = new HashSpec(rounds, FACTORS, null);
    rotations = bench.matrix(D_HEAD, rounds * spec.halves());
    head = head();
    grad = head();
    attended = new Attended(vectors(), bench.matrix(LENGTH, 2), vectors());
    buckets = bench.drawn(rounds * LENGTH, 1);
    order = bench.drawn(rounds * LENGTH, 1);
    bench.kernels().hash(head.queries(), rotations, spec, buckets);
    bench.kernels().countingSort(buckets, rounds * spec.total(), order);
    bench.kernels().attend(attention, head, order, attended.out(), attended.normalizer());
  }

  private Matrix vectors() {
    return bench.matrix(LENGTH, D_HEAD);
  }

  private HeadViews head() {
    Matrix queries = vectors();
    return new HeadViews(queries, queries, vectors());
  }

  @TearDown
  public void close() {
    bench.close();
  }

  private void countProducts(Work work, int products) {
    int seen = 2 * CHUNK;
    work.product((double) products * rounds * LENGTH, D_HEAD, seen);
  }

  @Benchmark
  public void hash(Work work) {
    bench.kernels().hash(head.queries(), rotations, spec, buckets);
    work.product(LENGTH, D_HEAD, (double) rounds * spec.halves());
  }

  /** Reads keys twice, to count and to place. */
  @Benchmark
  public void countingSort(Work work) {
    bench.kernels().countingSort(buckets, rounds * spec.total(), order);
    work.elements(3.0 * rounds * LENGTH);
  }

  @Benchmark
  public void attend(Work work) {
    bench.kernels().attend(attention, head, order, attended.out(), attended.normalizer());
    countProducts(work, FORWARD);
  }

  @Benchmark
  public void addAttendGradient(Work work) {
    bench.kernels().addAttendGradient(attention, head, order, attended, grad);
    countProducts(work, BACKWARD);
  }
}
