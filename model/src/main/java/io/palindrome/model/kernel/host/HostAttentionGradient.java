package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.TileProduct.View.rows;
import static io.palindrome.model.kernel.host.TileProduct.View.transposed;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Matrix;
import java.util.Arrays;

/**
 * Gradient of chunk attention with scores computed anew (Dao et al. 2022, algorithm 4, without its
 * loops over blocks): all rounds share p = exp(score - m) / s and dS = p (dP - gradOut . out).
 *
 * <p>Keys at the ends of a segment are seen by the neighbouring segments too; their sums are set
 * aside and added after all segments of the round, in the order of the segments.
 */
final class HostAttentionGradient {
  private static final int ALONE = -1;

  /** From scores and gradients of weights to weights and gradients of scores. */
  private static final TilePass[] SCORE_GRADIENTS = {
    (p, x, g) -> AttentionPasses.applyDropout(p, x, g.tiles, g.gradWeights),
    (p, x, g) -> AttentionPasses.maskAndMaximum(p, x, g.newMaxima),
    (p, x, g) -> VectorExp.exponentiate(x.tiles, x.scores, p.windowRows(), p.lanes, x.maxima, null),
    AttentionPasses::normalizeAndScoreGradient,
    TilePass.ofHashes((p, x, g) -> x.hashedTile.correctGradient(p, x, g)),
    (p, x, g) -> AttentionPasses.applyDropout(p, x, x.tiles, x.scores),
  };

  private final WorkerPool workers;
  private final ScratchShelf scratch;
  private final SharedSums aside = new SharedSums();

  HostAttentionGradient(WorkerPool workers, ScratchShelf scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  void addGradient(AttentionProblem p, Attended attended, HeadViews grad) {
    int size = HostAttention.segmentChunks(p);
    int segments = (p.chunksPerRound + size - 1) / size;
    for (int round = 0; round < p.spec.rounds(); round++) {
      int first = round * p.chunksPerRound;
      int end = first + p.chunksPerRound;
      aside.begin(p, segments);
      workers.forEach(
          segments,
          segment -> {
            int from = first + segment * size;
            addSegment(p, segment, from, Math.min(from + size, end), attended, grad);
          });
      aside.addTo(p, grad);
    }
  }

  private void addSegment(
      AttentionProblem p, int segment, int from, int to, Attended attended, HeadViews grad) {
    AttentionScratch x = scratch.forward(p);
    GradientScratch g = scratch.gradient(p);
    int before = p.before;
    int after = p.after;
    for (int chunk = from - before; chunk < from + after; chunk++) {
      enter(p, x, g, chunk);
    }
    for (int chunk = from; chunk < to; chunk++) {
      enter(p, x, g, chunk + after);
      x.loadQueries(p, chunk);
      loadGradient(p, x, g, attended);
      addTile(p, x, g, chunk);
      p.scatterAdd(g.tiles, g.gradQueries, x.queryPositions, 0, grad.queries());
      leave(p, x, g, chunk - before, from + after <= chunk - before ? ALONE : segment, grad);
    }
    for (int chunk = to - before; chunk < to + after; chunk++) {
      leave(p, x, g, chunk, segment, grad);
    }
  }

  static void enter(AttentionProblem p, AttentionScratch x, GradientScratch g, int chunk) {
    x.loadKeys(p, chunk);
    g.clearSlot(p, chunk);
  }

  /** gradOut of the chunk's queries, their maxima, 1 / sums, and gradOut . out. */
  static void loadGradient(
      AttentionProblem p, AttentionScratch x, GradientScratch g, Attended attended) {
    Matrix normalizer = attended.normalizer();
    float[] seen = HostStorage.of(normalizer);
    float[] out = HostStorage.of(attended.out());
    Arrays.fill(x.sums, 0);
    Arrays.fill(g.means, 0);
    p.gather(attended.gradOut(), x.queryPositions, 0, g.tiles, g.gradOutputs);
    for (int i = 0; i < p.spec.chunkLength(); i++) {
      int position = x.queryPositions[i];
      int at = HostStorage.at(normalizer, position);
      x.maxima[i] = seen[at];
      x.sums[i] = 1 / seen[at + 1];
      int outAt = HostStorage.at(attended.out(), position);
      int gradAt = g.gradOutputs + i * p.width;
      g.means[i] = RowOperations.dot(g.tiles, gradAt, out, outAt, p.dHead, g.lanes);
    }
    AttentionScratch.transpose(g.tiles, g.gradOutputs, p.width, p.lanes, g.gradOutputsTransposed);
  }

  /** Gradients of the loaded queries, and of the loaded keys and values from these queries. */
  static void addTile(AttentionProblem p, AttentionScratch x, GradientScratch g, int chunk) {
    int window = p.windowRows();
    HostAttention.scores(p, x);
    TileProduct.multiply(
        window,
        p.lanes,
        p.width,
        rows(x.tiles, x.values, p.width),
        rows(g.tiles, g.gradOutputsTransposed, p.lanes),
        rows(g.tiles, g.gradWeights, p.lanes));
    TilePass.runAll(SCORE_GRADIENTS, p, x, g);
    TileProduct.add(
        window,
        p.width,
        p.lanes,
        rows(x.tiles, x.scores, p.lanes),
        rows(g.tiles, g.gradOutputs, p.width),
        rows(g.tiles, g.gradValues, p.width),
        g.tileAside);
    TileProduct.multiply(
        p.lanes,
        p.width,
        window,
        transposed(g.tiles, g.gradWeights, p.lanes),
        rows(x.tiles, x.keys, p.width),
        rows(g.tiles, g.gradQueries, p.width));
    TileProduct.add(
        window,
        p.width,
        p.lanes,
        rows(g.tiles, g.gradWeights, p.lanes),
        rows(x.tiles, x.queriesAt(p, chunk), p.width),
        rows(g.tiles, g.gradKeys, p.width),
        g.tileAside);
  }

  /**
   * A chunk leaves the window: its sums go to its positions, or aside where others add too.
   *
   * @param segment that sets them aside, or ALONE
   */
  private void leave(
      AttentionProblem p,
      AttentionScratch x,
      GradientScratch g,
      int chunk,
      int segment,
      HeadViews grad) {
    if (p.shared) {
      throughUnitLength(p, x, g, chunk);
    }
    int row = p.slot(chunk) * p.lanes;
    int gradKeys = g.gradKeys + row * p.width;
    int gradValues = g.gradValues + row * p.width;
    if (segment == ALONE) {
      p.scatterAdd(g.tiles, gradKeys, x.positions, row, grad.keys());
      p.scatterAdd(g.tiles, gradValues, x.positions, row, grad.values());
    } else {
      aside.put(segment, chunk, g.tiles, gradKeys, gradValues);
    }
  }

  /**
   * A key is its query times r: from g, the gradient at fixed r, the whole one is g - r^2 (k . g)
   * k.
   */
  static void throughUnitLength(
      AttentionProblem p, AttentionScratch x, GradientScratch g, int chunk) {
    for (int i = 0; i < p.spec.chunkLength(); i++) {
      int row = p.slot(chunk) * p.lanes + i;
      int key = x.keys + row * p.width;
      int gradKey = g.gradKeys + row * p.width;
      float along = RowOperations.dot(x.tiles, key, g.tiles, gradKey, p.width, g.lanes);
      float r = x.scales[row];
      RowOperations.add(-r * r * along, x.tiles, key, g.tiles, gradKey, p.width);
    }
  }
}
