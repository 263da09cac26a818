package io.palindrome.model.kernel;

/** What a buffer of the {@link Arena} is for, so that a step's memory can be told line by line. */
public enum Purpose {
  /** Tokens, targets, positions and masks. */
  BATCH,
  /** The residual streams that the blocks work on. */
  STREAMS,
  /** dL/d of the streams. */
  STREAM_GRADIENTS,
  /**
   * What the backward pass of blocks that are evaluated will need: of all of them, of a segment, or
   * of one part, as the memory strategy has it; and streams kept to compute from anew.
   */
  ACTIVATIONS,
  /** Sorted orders of LSH attention: discontinuous choices, which are never made again. */
  HASH_ORDERS,
  /** Scores of all tokens for one chunk of rows. */
  LOGITS,
  /** Everything that is given back before the operation that took it ends. */
  SCRATCH
}
