package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.TileProduct.View.rows;
import static io.palindrome.model.kernel.host.TileProduct.View.transposed;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;

/**
 * Chunk attention with gathered tiles: neither the sorted keys nor the scores of more than one
 * chunk ever exist. Segments of chunks run in parallel; hash rounds follow each other and are
 * combined online (Milakov and Gimelshein 2018), so each position is written by one task at a time.
 */
final class HostAttention {
  private static final int SEGMENTS_AT_MOST = 32;
  private static final int SEGMENT_CHUNKS_AT_LEAST = 4;

  private final WorkerPool workers;
  private final HostAttentionGradient gradient;
  private final ThreadLocal<AttentionScratch> scratch = new ThreadLocal<>();

  HostAttention(WorkerPool workers) {
    this.workers = workers;
    this.gradient = new HostAttentionGradient(workers);
  }

  /** Chunks of one segment: a function of shapes alone. */
  static int segmentChunks(AttentionProblem p) {
    int even = (p.chunksPerRound + SEGMENTS_AT_MOST - 1) / SEGMENTS_AT_MOST;
    return Math.max(SEGMENT_CHUNKS_AT_LEAST, even);
  }

  static AttentionScratch scratch(ThreadLocal<AttentionScratch> kept, AttentionProblem p) {
    AttentionScratch x = kept.get();
    if (x == null || !x.fits(p)) {
      x = new AttentionScratch(p);
      kept.set(x);
    }
    return x;
  }

  void attend(ChunkAttention spec, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    AttentionProblem p = new AttentionProblem(spec, head, order);
    int size = segmentChunks(p);
    for (int round = 0; round < spec.rounds(); round++) {
      int first = round * p.chunksPerRound;
      int end = first + p.chunksPerRound;
      boolean begins = round == 0;
      boolean ends = round == spec.rounds() - 1;
      workers.forEach(
          (p.chunksPerRound + size - 1) / size,
          segment -> {
            int from = first + segment * size;
            attend(p, from, Math.min(from + size, end), out, normalizer, begins, ends);
          });
    }
  }

  private void attend(
      AttentionProblem p,
      int from,
      int to,
      Matrix out,
      Matrix normalizer,
      boolean begins,
      boolean ends) {
    AttentionScratch x = scratch(scratch, p);
    int after = p.spec.chunksAfter();
    for (int chunk = from - p.spec.chunksBefore(); chunk < from + after; chunk++) {
      x.loadKeys(p, chunk);
    }
    for (int chunk = from; chunk < to; chunk++) {
      x.loadKeys(p, chunk + after);
      x.loadQueries(p, chunk);
      scores(p, x);
      AttentionPasses.maskAndMaximum(p, x);
      AttentionPasses.exponentiate(p, x);
      AttentionPasses.applyDropout(p, chunk, x.scores);
      TileProduct.multiply(
          p.lanes,
          p.width,
          p.windowRows(),
          transposed(x.scores, 0, p.lanes),
          rows(x.values, 0, p.width),
          rows(x.outputs, 0, p.width),
          false);
      combine(p, x, out, normalizer, begins, ends);
    }
  }

  /** scores = keys queries^T, not yet scaled. */
  static void scores(AttentionProblem p, AttentionScratch x) {
    TileProduct.multiply(
        p.windowRows(),
        p.lanes,
        p.width,
        rows(x.keys, 0, p.width),
        rows(x.queriesTransposed, 0, p.lanes),
        rows(x.scores, 0, p.lanes),
        false);
  }

  /** Adds a chunk's outputs to what earlier rounds found; the last round divides by the sum. */
  private static void combine(
      AttentionProblem p,
      AttentionScratch x,
      Matrix out,
      Matrix normalizer,
      boolean begins,
      boolean ends) {
    float[] outputs = HostStorage.of(out);
    float[] seen = HostStorage.of(normalizer);
    for (int i = 0; i < p.spec.chunkLength(); i++) {
      int position = x.queryPositions[i];
      int at = HostStorage.at(normalizer, position);
      int outAt = HostStorage.at(out, position);
      float maximum = x.maxima[i];
      float sum = x.sums[i];
      float keep = 0;
      float scale = 1;
      if (!begins) {
        float joint = Math.max(seen[at], maximum);
        keep = (float) Math.exp(seen[at] - joint);
        scale = (float) Math.exp(maximum - joint);
        sum = seen[at + 1] * keep + sum * scale;
        maximum = joint;
      }
      seen[at] = maximum;
      seen[at + 1] = sum;
      float divide = ends ? 1 / sum : 1;
      RowOperations.combine(
          keep * divide, outputs, outAt, scale * divide, x.outputs, i * p.width, p.dHead, begins);
    }
  }

  void addGradient(
      ChunkAttention spec, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    gradient.addGradient(new AttentionProblem(spec, head, order), attended, grad);
  }
}
