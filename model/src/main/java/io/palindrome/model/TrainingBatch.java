package io.palindrome.model;

import io.palindrome.conf.Check;

/**
 * Token sequences of one step, row-major [batch, length]. Any length will do: the model pads.
 *
 * @param tokens token ids
 * @param labels not shifted; -100 is ignored. A causal model scores position t against label t + 1
 * @param mask 1 real, 0 padding; empty if all are real
 * @param firstPositions the position that each sequence begins at, [batch]; empty if all begin at 0
 */
public record TrainingBatch(
    int batch, int length, int[] tokens, int[] labels, int[] mask, int[] firstPositions) {
  /** The label of a position that is not scored. */
  public static final int IGNORED = -100;

  public TrainingBatch {
    Check.that(
        batch > 0 && length > 0,
        "batch and length must be positive, but are %d and %d",
        batch,
        length);
    int positions = Math.multiplyExact(batch, length);
    Check.that(
        tokens.length == positions && labels.length == positions,
        "tokens and labels must have %d elements, but have %d and %d",
        positions,
        tokens.length,
        labels.length);
    Check.that(
        mask.length == 0 || mask.length == positions,
        "mask must be empty or have %d elements, but has %d",
        positions,
        mask.length);
    Check.that(
        firstPositions.length == 0 || firstPositions.length == batch,
        "firstPositions must be empty or have %d elements, but has %d",
        batch,
        firstPositions.length);
  }

  /** A batch whose sequences begin at position 0. */
  public TrainingBatch(int batch, int length, int[] tokens, int[] labels, int[] mask) {
    this(batch, length, tokens, labels, mask, new int[0]);
  }

  /** A batch without padding. */
  public TrainingBatch(int batch, int length, int[] tokens, int[] labels) {
    this(batch, length, tokens, labels, new int[0]);
  }
}
