package io.palindrome.jobs.bench;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.FeedForwardKind;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.attention.HashBuckets;
import java.util.List;

/**
 * Floating-point operations of the matrix products of one training step, a multiply-add counting as
 * two. With T rows (padded positions of the batch), h = heads * dHead, a window of W = chunk * (1 +
 * before + after) keys and R hash rounds, the forward products of a layer are, in multiply-adds:
 *
 * <pre>
 * projections   local, full 4 T dModel h,  LSH 3 T dModel h      queries and keys are shared there
 * attention     local, full 2 T W h,       LSH 2 T R W h         scores, and weights times values
 * hashing                            LSH T h R halves       rotations; once a step, never repeated
 * feed-forward  2 T dModel dFeedForward
 * </pre>
 *
 * <p>where W of full attention (and of LSH attention up to {@code model.lsh.full-below}) is all
 * keys, (length + block) / 2 on average in a causal network, and the head's are 2 T dModel
 * vocabularySize. Backward takes two products for each of forward's (hashing has none). Rebuilding
 * activations, by Reversible or Recompute, is one more forward pass of the layers: four passes'
 * worth in all, against three of StoreAll. Everything that is no matrix product (norms,
 * activations, softmax, sorting) counts as nothing.
 *
 * @param layers multiply-adds of one forward pass of all layers, without hashing
 * @param hashing multiply-adds of hashing, once
 * @param head multiply-adds of one forward pass of the head
 * @param layerPasses forward passes' worth of the layers in a step
 */
record StepFlops(double layers, double hashing, double head, int layerPasses) {
  private static final int HEAD_PASSES = 3;

  /** Operations of a step on {@code rows} positions in sequences of {@code length}, padded. */
  static StepFlops of(ReformerConfig model, MemoryConfig memory, long rows, int length) {
    double layers = 0;
    double hashing = 0;
    double width = (double) model.heads() * model.dHead();
    double products = model.feedForward().kind() == FeedForwardKind.GATED ? 3 : 2;
    for (AttentionKind kind : model.layers()) {
      layers += products * rows * model.dModel() * model.feedForward().dFeedForward();
      if (kind == AttentionKind.LSH) {
        int rounds = model.lsh().hashes(length) ? model.lsh().hashRounds() : 1;
        double local = (double) model.local().headsInLshLayers() * model.dHead();
        double hashed = width - local;
        layers += 3.0 * rows * model.dModel() * width;
        layers += 2.0 * rows * rounds * window(model, kind, length) * hashed;
        layers += 2.0 * rows * window(model, AttentionKind.LOCAL, length) * local;
        hashing += rounds * halves(model, length) * rows * hashed;
      } else {
        layers += 4.0 * rows * model.dModel() * width;
        layers += 2.0 * rows * window(model, kind, length) * width;
      }
    }
    double head = 2.0 * rows * model.dModel() * model.vocabularySize();
    int passes = memory.strategy() == MemoryStrategyKind.STORE_ALL ? 3 : 4;
    return new StepFlops(layers, hashing, head, passes);
  }

  /** Keys that a query is compared with, on average. */
  private static double window(ReformerConfig model, AttentionKind kind, int length) {
    if (kind == AttentionKind.FULL) {
      return everything(model, model.full().blockLength(), length);
    }
    if (kind == AttentionKind.LSH && !model.lsh().hashes(length)) {
      return everything(model, model.lsh().chunkLength(), length);
    }
    boolean lsh = kind == AttentionKind.LSH;
    int chunk = lsh ? model.lsh().chunkLength() : model.local().chunkLength();
    int before = lsh ? model.lsh().chunksBefore() : model.local().chunksBefore();
    int after = lsh ? model.lsh().chunksAfter() : model.local().chunksAfter();
    return length <= chunk ? length : (double) chunk * (1 + before + after);
  }

  /** All keys, or, in a causal network, those of a query's own block and of earlier ones. */
  private static double everything(ReformerConfig model, int block, int length) {
    return model.causal() && length > block ? (length + block) / 2.0 : length;
  }

  /** Columns of the rotations of one round: half as many as hash buckets, of each factor. */
  private static double halves(ReformerConfig model, int length) {
    if (!model.lsh().hashes(length)) {
      return 0;
    }
    List<Integer> factors = HashBuckets.factors(model, length);
    return factors.stream().mapToInt(factor -> factor / 2).sum();
  }

  double total() {
    return 2 * (layerPasses * layers + hashing + HEAD_PASSES * head);
  }
}
