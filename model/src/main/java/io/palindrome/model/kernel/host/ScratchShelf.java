package io.palindrome.model.kernel.host;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Scratch of each thread for attentions of a few shapes: a network's local and LSH layers take
 * turns, and neither should make its scratch anew.
 */
final class ScratchShelf {
  private static final int SHAPES = 4;

  private final ThreadLocal<Deque<Tiles>> shelf = ThreadLocal.withInitial(ArrayDeque::new);

  /** What a thread works on; the gradient's part only where one is asked for. */
  private static final class Tiles {
    final AttentionScratch forward;
    GradientScratch gradient;

    Tiles(AttentionScratch forward) {
      this.forward = forward;
    }
  }

  AttentionScratch forward(AttentionProblem p) {
    return tiles(p).forward;
  }

  GradientScratch gradient(AttentionProblem p) {
    Tiles tiles = tiles(p);
    if (tiles.gradient == null) {
      tiles.gradient = new GradientScratch(p);
    }
    return tiles.gradient;
  }

  private Tiles tiles(AttentionProblem p) {
    Deque<Tiles> kept = shelf.get();
    Tiles first = kept.peekFirst();
    if (first != null && first.forward.fits(p)) {
      return first;
    }
    for (Tiles tiles : kept) {
      if (tiles.forward.fits(p)) {
        kept.remove(tiles);
        kept.addFirst(tiles);
        return tiles;
      }
    }
    if (kept.size() == SHAPES) {
      kept.removeLast();
    }
    kept.addFirst(new Tiles(new AttentionScratch(p)));
    return kept.peekFirst();
  }
}
