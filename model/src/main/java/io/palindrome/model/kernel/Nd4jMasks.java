package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What is done to the scores of a group, each [rows, windowLength], made on the host. */
final class Nd4jMasks {
  private final Nd4jGroup group;
  private final ChunkAttention spec;
  private final Nd4jScratch scratch;
  private INDArray visible;
  private INDArray replacement;

  /** From the positions of the group's queries and keys. */
  Nd4jMasks(Nd4jGroup group, int[] queries, int[] keys, Nd4jScratch scratch) {
    this.group = group;
    this.spec = group.spec();
    this.scratch = scratch;
    if (spec.causal() || spec.keyMask() != null || spec.keys() == KeyKind.SHARED) {
      hide(queries, keys);
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
        int key = keys[firstKey + j];
        int at = i * width + j;
        if (spec.keys() == KeyKind.SHARED && key == queries[i]) {
          instead[at] = ChunkAttention.SELF;
        } else if ((mask != null && mask[key] == 0) || (spec.causal() && key > queries[i])) {
          instead[at] = ChunkAttention.MASKED;
        } else {
          seen[at] = 1;
        }
      }
    }
    visible = scratch.of(seen, queries.length, width);
    replacement = scratch.of(instead, queries.length, width);
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
