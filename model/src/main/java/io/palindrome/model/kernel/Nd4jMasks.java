package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What is done to the scores of a group, each [rows, windowLength], made on the host. */
final class Nd4jMasks {
  private final Nd4jGroup group;
  private final ChunkAttention spec;
  private final Nd4jScratch scratch;
  private final SeenTimes seenTimes;
  private INDArray visible;
  private INDArray replacement;

  /**
   * @param order of the entries; null for the natural one
   * @param seenTimes null where duplicates are counted
   */
  Nd4jMasks(Nd4jGroup group, Indices order, SeenTimes seenTimes, Nd4jScratch scratch) {
    this.group = group;
    this.spec = group.spec();
    this.scratch = scratch;
    this.seenTimes = seenTimes;
    if (spec.causal() || spec.keyMask() != null || spec.keys() == KeyKind.SHARED) {
      hide(
          group.places(order, group.firstEntry(), group.rows()),
          group.places(order, group.firstKeyEntry(), group.keys()));
    }
  }

  private void hide(int[] queries, int[] keys) {
    int width = group.windowLength();
    double[] seen = new double[queries.length * width];
    double[] instead = new double[seen.length];
    int[] mask = spec.keyMask() == null ? null : HeapIndices.of(spec.keyMask());
    for (int i = 0; i < queries.length; i++) {
      int firstKey = i / group.queries() * spec.chunkLength();
      for (int j = 0; j < width; j++) {
        int query = queries[i] % group.length();
        int key = keys[firstKey + j] % group.length();
        int at = i * width + j;
        boolean hidden = (mask != null && mask[key] == 0) || (spec.causal() && key > query);
        if (spec.keys() == KeyKind.SHARED && key == query) {
          instead[at] = ChunkAttention.SELF;
        } else if (hidden || apart(queries[i], keys[firstKey + j])) {
          instead[at] = ChunkAttention.MASKED;
        } else {
          seen[at] = 1;
          instead[at] = seenTimes == null ? 0 : -Math.log(seenTimes.times(query, key));
        }
      }
    }
    visible = scratch.of(seen, queries.length, width);
    replacement = scratch.of(instead, queries.length, width);
  }

  /** Whether two entries are in hash buckets that must not see each other. */
  private boolean apart(int query, int key) {
    if (!spec.hashRules().withinBuckets()) {
      return false;
    }
    int[] buckets = HeapIndices.of(spec.hashRules().buckets());
    return buckets[query] != buckets[key];
  }

  /** Replaces the scores of keys that are not to be seen. */
  void replace(INDArray scores) {
    if (visible != null) {
      scores.muli(visible).addi(replacement);
    }
  }

  /** Sets the gradients of replaced scores to zero. */
  void clear(INDArray gradScores) {
    if (visible != null) {
      gradScores.muli(visible);
    }
  }

  /** The group's dropout mask, or null where nothing is dropped. */
  INDArray dropout() {
    if (spec.dropout() == Dropout.NONE) {
      return null;
    }
    int width = group.windowLength();
    double[] scales = new double[group.rows() * width];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = spec.dropout().scale(group.firstEntry() + i / width, i % width);
    }
    return scratch.of(scales, group.rows(), width);
  }
}
