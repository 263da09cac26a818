package io.palindrome.jobs.evaluation;

import io.palindrome.pipeline.batch.Crop;
import java.io.Serializable;

/**
 * A piece of a document whose end is scored.
 *
 * @param crop what the network sees
 * @param firstScored number in the document of the first token whose loss counts: one of the crop's
 *     but the first
 * @param position that the crop begins at, for the position table
 */
record ScoredPiece(Crop crop, int firstScored, int position) implements Serializable {
  /** A piece that is scored from its second token on, and begins at position 0. */
  static ScoredPiece of(Crop crop) {
    return new ScoredPiece(crop, crop.start() + 1, 0);
  }

  /** The first scored token's number in the piece. */
  int unscored() {
    return firstScored - crop.start();
  }
}
