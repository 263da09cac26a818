package io.palindrome.model.attention;

import io.palindrome.conf.DuplicateKeys;

/** The orders, one for every round, in which a sequence's positions are cut into chunks. */
interface PositionOrder {
  /** Where the newest position stands in a round. */
  int rankOfNewest(int round);

  /** The position that stands at a rank of a round. */
  int position(int round, int rank);

  /** Whether the newest position, where it stands in {@code own}, may see another in a round. */
  boolean shows(int own, int round, int position);

  /** How a position counts that is seen several times. */
  DuplicateKeys duplicates();

  /** Positions as they came, newest last. */
  static PositionOrder natural(int length) {
    return new PositionOrder() {
      @Override
      public int rankOfNewest(int round) {
        return length - 1;
      }

      @Override
      public int position(int round, int rank) {
        return rank;
      }

      @Override
      public boolean shows(int own, int round, int position) {
        return true;
      }

      @Override
      public DuplicateKeys duplicates() {
        return DuplicateKeys.COUNTED;
      }
    };
  }
}
