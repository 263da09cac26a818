package io.palindrome.model.kernel.host;

import java.util.Arrays;

/** One thread's tiles of the backward pass, beside those of {@link AttentionScratch}. */
final class GradientScratch {
  /** What the following tiles lie in; each field is the index of a tile's first element. */
  final float[] tiles;

  final int gradOutputs;
  final int gradOutputsTransposed;
  final int gradWeights;
  final int gradQueries;
  final int gradKeys;
  final int gradValues;
  final float[] means;

  final float[] tileAside = new float[TileProduct.TILE_FLOATS];

  /** For sums across lanes. */
  final float[] lanes = new float[Lanes.LENGTH];

  /** Maxima that a pass takes and nobody needs: the forward pass has kept them. */
  final float[] newMaxima;

  GradientScratch(AttentionProblem p) {
    TileLayout layout = new TileLayout();
    gradOutputs = layout.take(p.lanes * p.width);
    gradOutputsTransposed = layout.take(p.width * p.lanes);
    gradWeights = layout.take(p.windowRows() * p.lanes);
    gradQueries = layout.take(p.lanes * p.width);
    gradKeys = layout.take(p.windowRows() * p.width);
    gradValues = layout.take(p.windowRows() * p.width);
    tiles = layout.array();
    means = new float[p.lanes];
    newMaxima = new float[p.lanes];
  }

  /** Starts the sums of a chunk that enters the window. */
  void clearSlot(AttentionProblem p, int chunk) {
    int from = p.slot(chunk) * p.lanes * p.width;
    int to = from + p.lanes * p.width;
    Arrays.fill(tiles, gradKeys + from, gradKeys + to, 0);
    Arrays.fill(tiles, gradValues + from, gradValues + to, 0);
  }
}
