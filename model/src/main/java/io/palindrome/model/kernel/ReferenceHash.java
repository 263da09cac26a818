package io.palindrome.model.kernel;

import static io.palindrome.model.kernel.ReferenceKernels.at;

/** Angular locality-sensitive hashing (Andoni et al. 2015; REFORMER.md 4.1). */
final class ReferenceHash {
  private ReferenceHash() {}

  /** Hash bucket of position t in one round: factor i contributes argmax([s, -s]), mixed radix. */
  static int bucket(Matrix queryKeys, Matrix rotations, HashSpec spec, int round, int t) {
    if (spec.mask() != null && HeapIndices.of(spec.mask())[t] == 0) {
      return spec.total() - 1;
    }
    int column = round * spec.halves();
    int bucket = 0;
    int radix = 1;
    for (int factor : spec.factors()) {
      bucket += radix * argmax(queryKeys, rotations, t, column, factor / 2);
      radix *= factor;
      column += factor / 2;
    }
    return bucket;
  }

  /** The first maximum of [s, -s], s = qk_t . R over {@code count} columns. */
  private static int argmax(Matrix queryKeys, Matrix rotations, int t, int column, int count) {
    double[] s = new double[2 * count];
    for (int j = 0; j < count; j++) {
      double sum = 0;
      for (int k = 0; k < queryKeys.columns(); k++) {
        sum +=
            ReferenceStorage.of(queryKeys)[at(queryKeys, t, k)]
                * ReferenceStorage.of(rotations)[at(rotations, k, column + j)];
      }
      s[j] = sum;
      s[count + j] = -sum;
    }
    int best = 0;
    for (int j = 1; j < s.length; j++) {
      best = s[j] > s[best] ? j : best;
    }
    return best;
  }
}
