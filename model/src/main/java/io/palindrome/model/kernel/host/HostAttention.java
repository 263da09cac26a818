package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.TileProduct.View.rows;
import static io.palindrome.model.kernel.host.TileProduct.View.transposed;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Reach;

/**
 * Chunk attention with gathered tiles: neither the sorted keys nor the scores of more than one
 * chunk ever exist. Segments of chunks run in parallel; hash rounds follow each other and are
 * combined online (Milakov and Gimelshein 2018), so each position is written by one task at a time.
 */
final class HostAttention {
  private static final int SEGMENTS_AT_MOST = 32;
  private static final int SEGMENT_CHUNKS_AT_LEAST = 4;

  /** From scores to weights, exp(score - maximum), of the loaded queries. */
  private static final TilePass[] WEIGHTS = {
    (p, x, g) -> AttentionPasses.maskAndMaximum(p, x, x.maxima),
    TilePass.ofHashes((p, x, g) -> x.hashedTile.hideOthers(p, x)),
    (p, x, g) ->
        VectorExp.exponentiate(x.tiles, x.scores, p.windowRows(), p.lanes, x.maxima, x.sums),
    TilePass.ofHashes((p, x, g) -> x.hashedTile.countOnce(p, x)),
    (p, x, g) -> AttentionPasses.applyDropout(p, x, x.tiles, x.scores),
  };

  private final WorkerPool workers;
  private final HostAttentionGradient gradient;
  private final HostFullAttention everything;
  private final ScratchShelf scratch = new ScratchShelf();

  HostAttention(WorkerPool workers) {
    this.workers = workers;
    this.gradient = new HostAttentionGradient(workers, scratch);
    this.everything = new HostFullAttention(workers, scratch);
  }

  /** Chunks of one segment: a function of shapes alone. */
  static int segmentChunks(AttentionProblem p) {
    int even = (p.chunksPerRound + SEGMENTS_AT_MOST - 1) / SEGMENTS_AT_MOST;
    return Math.max(SEGMENT_CHUNKS_AT_LEAST, even);
  }

  void attend(ChunkAttention spec, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    AttentionProblem p = new AttentionProblem(spec, head, order);
    if (spec.reach() instanceof Reach.Everything) {
      everything.attend(p, out, normalizer);
      return;
    }
    int size = segmentChunks(p);
    for (int round = 0; round < spec.rounds(); round++) {
      int first = round * p.chunksPerRound;
      int end = first + p.chunksPerRound;
      RoundCombiner combiner =
          new RoundCombiner(out, normalizer, round == 0, round == spec.rounds() - 1);
      workers.forEach(
          (p.chunksPerRound + size - 1) / size,
          segment -> {
            int from = first + segment * size;
            attend(p, from, Math.min(from + size, end), combiner);
          });
    }
  }

  private void attend(AttentionProblem p, int from, int to, RoundCombiner combiner) {
    AttentionScratch x = scratch.forward(p);
    int after = p.after;
    for (int chunk = from - p.before; chunk < from + after; chunk++) {
      x.loadKeys(p, chunk);
    }
    for (int chunk = from; chunk < to; chunk++) {
      x.loadKeys(p, chunk + after);
      x.loadQueries(p, chunk);
      attendTile(p, x);
      combiner.add(p, x);
    }
  }

  /** Outputs, maxima and sums of the loaded queries over the loaded keys. */
  static void attendTile(AttentionProblem p, AttentionScratch x) {
    scores(p, x);
    TilePass.runAll(WEIGHTS, p, x, null);
    TileProduct.multiply(
        p.lanes,
        p.width,
        p.windowRows(),
        transposed(x.tiles, x.scores, p.lanes),
        rows(x.tiles, x.values, p.width),
        rows(x.tiles, x.outputs, p.width));
  }

  /** scores = keys queries^T, not yet scaled. */
  static void scores(AttentionProblem p, AttentionScratch x) {
    TileProduct.multiply(
        p.windowRows(),
        p.lanes,
        p.width,
        rows(x.tiles, x.keys, p.width),
        rows(x.tiles, x.queriesTransposed, p.lanes),
        rows(x.tiles, x.scores, p.lanes));
  }

  void addGradient(
      ChunkAttention spec, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    AttentionProblem p = new AttentionProblem(spec, head, order);
    if (spec.reach() instanceof Reach.Everything) {
      everything.addGradient(p, attended, grad);
    } else {
      gradient.addGradient(p, attended, grad);
    }
  }
}
