package io.palindrome.model.parameter;

/** The weights of one self-attention; none has a bias. Width is heads * dHead. */
public sealed interface AttentionSlots {
  /** Value projection, [width, dModel]. */
  Slot value();

  /** Output projection, [dModel, width]. */
  Slot output();

  /** LSH attention: one projection [width, dModel] gives queries and keys. */
  record Lsh(Slot queryKey, Slot value, Slot output) implements AttentionSlots {}

  /** Local and full attention: query and key have projections [width, dModel] of their own. */
  record Local(Slot query, Slot key, Slot value, Slot output) implements AttentionSlots {}
}
