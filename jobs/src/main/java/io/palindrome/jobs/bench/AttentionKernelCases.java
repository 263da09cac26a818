package io.palindrome.jobs.bench;

import static io.palindrome.jobs.bench.KernelCase.elements;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.HashRules;
import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.PackedBuckets;
import io.palindrome.model.kernel.Reach;
import java.util.ArrayList;
import java.util.List;

/** One head's hashing, sorting and attention over one sequence. */
final class AttentionKernelCases {
  private static final List<Integer> ROUNDS = List.of(1, 4);
  private static final Reach ONE_BEFORE = new Reach.Neighbours(1, 0);

  /** Products of a forward pass: scores, and outputs. */
  private static final int FORWARD = 2;

  /** Scores anew, and the gradients of weights, queries, keys and values. */
  private static final int BACKWARD = 5;

  private final KernelOperands operands;
  private final KernelSizes sizes;
  private final Kernels kernels;
  private final List<KernelCase> cases = new ArrayList<>();

  AttentionKernelCases(KernelOperands operands, KernelSizes sizes) {
    this.operands = operands;
    this.sizes = sizes;
    kernels = operands.kernels();
  }

  /** Hashing and sorting, which are the same in every precision. */
  List<KernelCase> hashing() {
    ROUNDS.forEach(this::hash);
    return cases;
  }

  /** What depends on the precision of products. */
  List<KernelCase> attention() {
    ROUNDS.forEach(this::lsh);
    ChunkAttention local =
        new ChunkAttention(
            sizes.localChunk(),
            ONE_BEFORE,
            1,
            true,
            KeyKind.SEPARATE,
            null,
            HashRules.PLAIN,
            Dropout.NONE);
    attend("local attention", local, null);
    return cases;
  }

  private HashSpec spec(int rounds) {
    return new HashSpec(rounds, sizes.hashBuckets(), null);
  }

  private void hash(int rounds) {
    HashSpec spec = spec(rounds);
    int entries = rounds * sizes.length();
    int columns = rounds * spec.halves();
    Matrix queries = operands.matrix(sizes.length(), sizes.dHead());
    Matrix rotations = operands.matrix(sizes.dHead(), columns);
    Indices buckets = operands.buckets(rounds, sizes.length(), spec.total());
    Indices order = operands.drawn(entries, 1);
    Indices packed = operands.drawn(PackedBuckets.words(entries), 1);
    double vectors = (double) sizes.length() * sizes.dHead() + (double) sizes.dHead() * columns;
    double products = (double) sizes.length() * sizes.dHead() * columns;
    add(
        named("hash", rounds),
        vectors + entries,
        products,
        () -> kernels.hash(queries, rotations, spec, buckets));
    add(
        named("sort, keys read twice", rounds),
        3.0 * entries,
        0,
        () -> kernels.countingSort(buckets, rounds * spec.total(), order));
    add(
        named("pack hash buckets", rounds),
        1.5 * entries,
        0,
        () -> kernels.packBuckets(buckets, sizes.length(), spec.total(), packed));
  }

  private void lsh(int rounds) {
    HashSpec spec = spec(rounds);
    ChunkAttention attention =
        new ChunkAttention(
            sizes.lshChunk(),
            ONE_BEFORE,
            rounds,
            true,
            KeyKind.SHARED,
            null,
            HashRules.PLAIN,
            Dropout.NONE);
    Indices buckets = operands.buckets(rounds, sizes.length(), spec.total());
    Indices order = operands.drawn(rounds * sizes.length(), 1);
    kernels.countingSort(buckets, rounds * spec.total(), order);
    attend(named("LSH attention", rounds), attention, order);
  }

  private void attend(String name, ChunkAttention attention, Indices order) {
    int length = sizes.length();
    boolean shared = attention.keys() == KeyKind.SHARED;
    HeadViews head = head(shared);
    HeadViews grad = head(shared);
    Attended attended = new Attended(vectors(), operands.matrix(length, 2), vectors());
    kernels.attend(attention, head, order, attended.out(), attended.normalizer());
    double vectors = (double) length * sizes.dHead();
    double inputs = (shared ? 2 : 3) * vectors;
    double others = 2.0 * length + (order == null ? 0 : (double) attention.rounds() * length);
    double product = vectors * attention.rounds() * 2 * attention.chunkLength();
    add(
        name,
        inputs + vectors + others,
        FORWARD * product,
        () -> kernels.attend(attention, head, order, attended.out(), attended.normalizer()));
    add(
        name + ", gradient",
        3 * inputs + 2 * vectors + others,
        BACKWARD * product,
        () -> kernels.addAttendGradient(attention, head, order, attended, grad));
  }

  private Matrix vectors() {
    return operands.matrix(sizes.length(), sizes.dHead());
  }

  private HeadViews head(boolean shared) {
    Matrix queries = vectors();
    return new HeadViews(queries, shared ? queries : vectors(), vectors());
  }

  private static String named(String name, int rounds) {
    return "%s, %d round%s".formatted(name, rounds, rounds == 1 ? "" : "s");
  }

  private void add(String name, double elements, double multiplyAdds, Runnable call) {
    cases.add(new KernelCase(name, elements(elements), multiplyAdds, call));
  }
}
