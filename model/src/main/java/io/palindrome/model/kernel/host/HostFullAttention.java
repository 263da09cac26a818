package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Matrix;

/**
 * Attention to everything, a pair of chunks at a time: the scores of one pair are all that a thread
 * holds, so memory is linear in length while work is quadratic. A causal attention leaves out the
 * pairs whose keys all lie in the future.
 */
final class HostFullAttention {
  private final WorkerPool workers;
  private final ScratchShelf scratch;

  HostFullAttention(WorkerPool workers, ScratchShelf scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /** A chunk of queries is one task, the longest first; chunks of keys are combined online. */
  void attend(AttentionProblem p, Matrix out, Matrix normalizer) {
    workers.forEach(p.chunks, task -> attend(p, p.chunks - 1 - task, out, normalizer));
  }

  private void attend(AttentionProblem p, int queries, Matrix out, Matrix normalizer) {
    AttentionScratch x = scratch.forward(p);
    x.loadQueries(p, queries);
    int last = p.spec.causal() ? queries : p.chunks - 1;
    for (int keys = 0; keys <= last; keys++) {
      x.loadKeys(p, keys);
      HostAttention.attendTile(p, x);
      new RoundCombiner(out, normalizer, keys == 0, keys == last).add(p, x);
    }
  }

  /**
   * In turn s, chunks a and b with a + b = s (modulo their number) meet. Each chunk meets exactly
   * one in a turn, and everyone in all of them; so the tasks of a turn write to different rows, and
   * every row gets its sums in the order of the turns.
   */
  void addGradient(AttentionProblem p, Attended attended, HeadViews grad) {
    for (int turn = 0; turn < p.chunks; turn++) {
      int sum = turn;
      workers.forEach(
          p.chunks,
          a -> {
            int b = Math.floorMod(sum - a, p.chunks);
            if (b <= a) {
              addPair(p, a, b, attended, grad);
            }
            if (b < a && !p.spec.causal()) {
              addPair(p, b, a, attended, grad);
            }
          });
    }
  }

  private void addPair(
      AttentionProblem p, int queries, int keys, Attended attended, HeadViews grad) {
    AttentionScratch x = scratch.forward(p);
    GradientScratch g = scratch.gradient(p);
    HostAttentionGradient.enter(p, x, g, keys);
    x.loadQueries(p, queries);
    HostAttentionGradient.loadGradient(p, x, g, attended);
    HostAttentionGradient.addTile(p, x, g, queries);
    if (p.shared) {
      HostAttentionGradient.throughUnitLength(p, x, g, keys);
    }
    p.scatterAdd(g.tiles, g.gradQueries, x.queryPositions, 0, grad.queries());
    p.scatterAdd(g.tiles, g.gradKeys, x.positions, 0, grad.keys());
    p.scatterAdd(g.tiles, g.gradValues, x.positions, 0, grad.values());
  }
}
