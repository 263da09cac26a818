package io.palindrome.model.kernel;

import static io.palindrome.model.kernel.ReferenceAttention.dot;
import static io.palindrome.model.kernel.ReferenceAttention.element;
import static io.palindrome.model.kernel.ReferenceKernels.at;

import java.util.Arrays;

/** One query over chosen keys, key by key (REFORMER.md section 8). */
final class ReferenceOneQuery {
  private ReferenceOneQuery() {}

  static void attend(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out) {
    double[] weights = new double[seen.count()];
    for (int i = 0; i < weights.length; i++) {
      int row = row(seen, i);
      boolean own = keys == KeyKind.SHARED && row == seen.own();
      weights[i] =
          own
              ? ChunkAttention.SELF
              : dot(head.queries(), 0, head.keys(), row)
                  * ReferenceAttention.keyScale(keys, head.keys(), row);
    }
    double highest = Arrays.stream(weights).max().orElseThrow();
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp(weights[i] - highest);
      sum += weights[i];
    }
    for (int d = 0; d < out.columns(); d++) {
      double value = 0;
      for (int i = 0; i < weights.length; i++) {
        value += weights[i] / sum * element(head.values(), row(seen, i), d);
      }
      ReferenceStorage.of(out)[at(out, 0, d)] = value;
    }
  }

  private static int row(SeenKeys seen, int i) {
    return seen.rows() == null ? i : HeapIndices.of(seen.rows())[i];
  }
}
