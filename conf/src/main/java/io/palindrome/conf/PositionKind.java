package io.palindrome.conf;

/** How the network learns where a token stands. */
public enum PositionKind {
  /** A trained row for every position is added to its token's embedding. */
  LEARNED,
  /** The same, put together from two smaller tables (Kitaev et al. 2020, section 5). */
  AXIAL,
  /**
   * No table: queries and keys are turned by angles that grow with the position, so that their
   * product depends on the distance (Su et al. 2021, arXiv:2104.09864).
   */
  ROTARY
}
