package io.palindrome.model.kernel.host;

import java.util.Arrays;

/** One thread's tiles of the backward pass, beside those of {@link AttentionScratch}. */
final class GradientScratch {
  final float[] gradOutputs;
  final float[] gradOutputsTransposed;
  final float[] gradWeights;
  final float[] gradQueries;
  final float[] gradKeys;
  final float[] gradValues;
  final float[] means;

  final float[] tileAside = new float[TileProduct.TILE_FLOATS];

  /** For sums across lanes. */
  final float[] lanes = new float[Lanes.LENGTH];

  /** Maxima that a pass takes and nobody needs: the forward pass has kept them. */
  final float[] newMaxima;

  GradientScratch(AttentionProblem p) {
    gradOutputs = new float[p.lanes * p.width];
    gradOutputsTransposed = new float[p.width * p.lanes];
    gradWeights = new float[p.windowRows() * p.lanes];
    gradQueries = new float[p.lanes * p.width];
    gradKeys = new float[p.windowRows() * p.width];
    gradValues = new float[p.windowRows() * p.width];
    means = new float[p.lanes];
    newMaxima = new float[p.lanes];
  }

  /** Starts the sums of a chunk that enters the window. */
  void clearSlot(AttentionProblem p, int chunk) {
    int from = p.slot(chunk) * p.lanes * p.width;
    int to = from + p.lanes * p.width;
    Arrays.fill(gradKeys, from, to, 0);
    Arrays.fill(gradValues, from, to, 0);
  }
}
