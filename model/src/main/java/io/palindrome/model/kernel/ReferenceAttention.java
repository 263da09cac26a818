package io.palindrome.model.kernel;

import static io.palindrome.model.kernel.ReferenceKernels.at;

/** One head's chunk attention, entry by entry, and its gradient (REFORMER.md sections 3 and 4). */
final class ReferenceAttention {

  /** Rounds are combined online: (m, s) and out hold what was seen so far. */
  void attend(ChunkAttention spec, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    int length = head.queries().rows();
    double[] maximum = new double[length];
    double[] sum = new double[length];
    double[][] value = new double[length][out.columns()];
    java.util.Arrays.fill(maximum, Double.NEGATIVE_INFINITY);
    for (int entry = 0; entry < spec.rounds() * length; entry++) {
      int query = position(order, entry, length);
      double[] scores = scores(spec, head, order, entry);
      double highest = java.util.Arrays.stream(scores).max().orElseThrow();
      double joint = Math.max(maximum[query], highest);
      double shrink = Math.exp(maximum[query] - joint);
      sum[query] *= shrink;
      for (int d = 0; d < out.columns(); d++) {
        value[query][d] *= shrink;
      }
      for (int j = 0; j < scores.length; j++) {
        double weight = Math.exp(scores[j] - joint);
        sum[query] += weight;
        double kept = weight * spec.dropout().scale(entry, j);
        int key = position(order, keyEntry(spec, length, entry, j), length);
        for (int d = 0; d < out.columns(); d++) {
          value[query][d] += kept * element(head.values(), key, d);
        }
      }
      maximum[query] = joint;
    }
    for (int t = 0; t < length; t++) {
      for (int d = 0; d < out.columns(); d++) {
        ReferenceStorage.of(out)[at(out, t, d)] = value[t][d] / sum[t];
      }
      ReferenceStorage.of(normalizer)[at(normalizer, t, 0)] = maximum[t];
      ReferenceStorage.of(normalizer)[at(normalizer, t, 1)] = sum[t];
    }
  }

  /**
   * p = exp(s - m) / sum; dS = p * (dropout * (gradOut . v) - gradOut . out), 0 where s was
   * replaced.
   */
  void addGradient(
      ChunkAttention spec, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    int length = head.queries().rows();
    int depth = head.queries().columns();
    Matrix gradOut = attended.gradOut();
    for (int entry = 0; entry < spec.rounds() * length; entry++) {
      int query = position(order, entry, length);
      double[] scores = scores(spec, head, order, entry);
      double maximum = element(attended.normalizer(), query, 0);
      double sum = element(attended.normalizer(), query, 1);
      double mean = dot(gradOut, query, attended.out(), query);
      for (int j = 0; j < scores.length; j++) {
        int keyEntry = keyEntry(spec, length, entry, j);
        int key = position(order, keyEntry, length);
        double p = Math.exp(scores[j] - maximum) / sum;
        double keep = spec.dropout().scale(entry, j);
        for (int d = 0; d < depth; d++) {
          addTo(grad.values(), key, d, p * keep * element(gradOut, query, d));
        }
        if (visible(spec, order, length, entry, keyEntry)) {
          double gradScore = p * (keep * dot(gradOut, query, head.values(), key) - mean);
          double scale = keyScale(spec, head, key);
          for (int d = 0; d < depth; d++) {
            addTo(grad.queries(), query, d, gradScore * scale * element(head.keys(), key, d));
          }
          addKeyGradient(spec, head, grad, query, key, gradScore);
        }
      }
    }
  }

  /**
   * With r = keyScale and g = gradScore * r * query: g, and for shared keys also - r^2 (k . g) k.
   */
  private static void addKeyGradient(
      ChunkAttention spec, HeadViews head, HeadViews grad, int query, int key, double gradScore) {
    double scale = keyScale(spec, head, key);
    double along =
        spec.keys() == KeyKind.SHARED
            ? gradScore * scale * scale * scale * dot(head.queries(), query, head.keys(), key)
            : 0;
    for (int d = 0; d < head.keys().columns(); d++) {
      double direct = gradScore * scale * element(head.queries(), query, d);
      addTo(grad.keys(), key, d, direct - along * element(head.keys(), key, d));
    }
  }

  private static double[] scores(ChunkAttention spec, HeadViews head, Indices order, int entry) {
    int length = head.queries().rows();
    int query = position(order, entry, length);
    int[] times = spec.hashRules().corrected() ? times(spec, order, query, length) : null;
    double[] scores = new double[windowLength(spec, length, entry)];
    for (int j = 0; j < scores.length; j++) {
      int keyEntry = keyEntry(spec, length, entry, j);
      int key = position(order, keyEntry, length);
      if (visible(spec, order, length, entry, keyEntry)) {
        scores[j] = dot(head.queries(), query, head.keys(), key) * keyScale(spec, head, key);
        scores[j] -= times == null ? 0 : Math.log(times[key]);
      } else {
        boolean self = spec.keys() == KeyKind.SHARED && key == query;
        scores[j] = self ? ChunkAttention.SELF : ChunkAttention.MASKED;
      }
    }
    return scores;
  }

  private static int windowLength(ChunkAttention spec, int length, int entry) {
    int chunks = spec.rounds() * length / spec.chunkLength();
    return spec.window(entry / spec.chunkLength(), chunks).chunks() * spec.chunkLength();
  }

  /** How often a position sees every key, counted one by one. */
  private static int[] times(ChunkAttention spec, Indices order, int query, int length) {
    int[] times = new int[length];
    for (int entry = 0; entry < spec.rounds() * length; entry++) {
      if (position(order, entry, length) == query) {
        for (int j = 0; j < windowLength(spec, length, entry); j++) {
          int keyEntry = keyEntry(spec, length, entry, j);
          if (visible(spec, order, length, entry, keyEntry)) {
            times[position(order, keyEntry, length)]++;
          }
        }
      }
    }
    return times;
  }

  /** Whether the score is the product of query and key, not a replacement. */
  private static boolean visible(
      ChunkAttention spec, Indices order, int length, int queryEntry, int keyEntry) {
    int query = position(order, queryEntry, length);
    int key = position(order, keyEntry, length);
    boolean masked = spec.keyMask() != null && HeapIndices.of(spec.keyMask())[key] == 0;
    boolean future = spec.causal() && key > query;
    boolean self = spec.keys() == KeyKind.SHARED && key == query;
    return !masked && !future && !self && together(spec, order, queryEntry, keyEntry);
  }

  private static boolean together(
      ChunkAttention spec, Indices order, int queryEntry, int keyEntry) {
    if (!spec.hashRules().withinBuckets()) {
      return true;
    }
    int[] buckets = HeapIndices.of(spec.hashRules().buckets());
    int[] sorted = order == null ? null : HeapIndices.of(order);
    return buckets[sorted == null ? queryEntry : sorted[queryEntry]]
        == buckets[sorted == null ? keyEntry : sorted[keyEntry]];
  }

  private static double keyScale(ChunkAttention spec, HeadViews head, int key) {
    return keyScale(spec.keys(), head.keys(), key);
  }

  /** Factor of the product of a query with row {@code key} of keys. */
  static double keyScale(KeyKind kind, Matrix keys, int key) {
    int depth = keys.columns();
    double root = Math.sqrt(depth);
    if (kind == KeyKind.SEPARATE) {
      return 1 / root;
    }
    double meanSquare = dot(keys, key, keys, key) / depth;
    return 1 / (Math.sqrt(meanSquare + ChunkAttention.KEY_EPSILON) * root);
  }

  /** The order entry of key j of the window of {@code entry}'s chunk. */
  private static int keyEntry(ChunkAttention spec, int length, int entry, int j) {
    int chunks = spec.rounds() * length / spec.chunkLength();
    int own = entry / spec.chunkLength();
    int chunk = own - spec.window(own, chunks).before() + j / spec.chunkLength();
    return Math.floorMod(chunk, chunks) * spec.chunkLength() + j % spec.chunkLength();
  }

  private static int position(Indices order, int entry, int length) {
    return (order == null ? entry : HeapIndices.of(order)[entry]) % length;
  }

  static double dot(Matrix a, int i, Matrix b, int j) {
    double sum = 0;
    for (int d = 0; d < a.columns(); d++) {
      sum += element(a, i, d) * element(b, j, d);
    }
    return sum;
  }

  static double element(Matrix x, int row, int column) {
    return ReferenceStorage.of(x)[at(x, row, column)];
  }

  private static void addTo(Matrix x, int row, int column, double value) {
    ReferenceStorage.of(x)[at(x, row, column)] += value;
  }
}
