package io.palindrome.model.optimizer;

/** The second moments of one slot's gradients, see {@link Adafactor}; g is a window of them all. */
sealed interface SlotMoments permits FactoredMoments, SingleMoments {
  /** Added to every squared gradient, so that a moment is never 0. */
  double FLOOR = 1e-30;

  /** Moves the moments towards the squares of scale * g, and writes them back. */
  void absorb(VectorWindow gradient, double scale, double decay);

  /** Sum of the squares of u = scale * g / sqrt(moment), over the slot. */
  double sumOfSquares(VectorWindow gradient, double scale);

  /** Overwrites g with factor * g / sqrt(moment). */
  void toUpdate(VectorWindow gradient, double factor);
}
