package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Angular hashing (REFORMER.md 4.1): the projections are made by the backend, their signs and
 * maxima are read on the host, where hash buckets lie anyway.
 */
final class Nd4jHash {
  /** Projections that exist at a time. */
  private static final int GROUP_ELEMENTS = 1 << 20;

  private Nd4jHash() {}

  static void hash(
      Matrix queryKeys, Matrix rotations, HashSpec spec, int[] buckets, Nd4jKernels kernels) {
    int length = queryKeys.rows();
    int rows = Math.max(1, GROUP_ELEMENTS / rotations.columns());
    for (int first = 0; first < length; first += rows) {
      Matrix window = queryKeys.rowRange(first, Math.min(rows, length - first));
      double[] projected = project(window, rotations, kernels);
      for (int i = 0; i < window.rows(); i++) {
        for (int round = 0; round < spec.rounds(); round++) {
          int at = i * rotations.columns() + round * spec.halves();
          int bucket = masked(spec, first + i) ? spec.total() - 1 : bucket(projected, at, spec);
          buckets[round * length + first + i] = round * spec.total() + bucket;
        }
      }
    }
  }

  private static boolean masked(HashSpec spec, int position) {
    return spec.mask() != null && HeapIndices.of(spec.mask())[position] == 0;
  }

  private static double[] project(Matrix window, Matrix rotations, Nd4jKernels kernels) {
    try (Nd4jScratch scratch = kernels.scratch()) {
      INDArray projected = scratch.take(window.rows(), rotations.columns());
      Nd4jOperations.multiply(
          Nd4jStorage.view(window),
          Transpose.NONE,
          Nd4jStorage.view(rotations),
          Transpose.NONE,
          projected);
      return projected.data().asDouble();
    }
  }

  /** Factor i contributes argmax([s, -s]) of its slice s, in mixed radix. */
  private static int bucket(double[] projected, int at, HashSpec spec) {
    int bucket = 0;
    int radix = 1;
    int from = at;
    for (int factor : spec.factors()) {
      bucket += radix * argmax(projected, from, factor / 2);
      radix *= factor;
      from += factor / 2;
    }
    return bucket;
  }

  /** The first maximum of [s, -s]. */
  private static int argmax(double[] s, int from, int count) {
    int best = 0;
    double highest = s[from];
    for (int j = 1; j < 2 * count; j++) {
      double value = j < count ? s[from + j] : -s[from + j - count];
      if (value > highest) {
        highest = value;
        best = j;
      }
    }
    return best;
  }
}
