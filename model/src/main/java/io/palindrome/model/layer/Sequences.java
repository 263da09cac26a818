package io.palindrome.model.layer;

import io.palindrome.model.kernel.Indices;
import java.util.List;

/**
 * The sequences of one step, padded to a length that all chunk lengths divide; row {@code b *
 * length + t} of a stream is position t of sequence b.
 *
 * @param keyMasks one a sequence, 0 at padding; empty if nothing is padding
 * @param firstPositions the position that each sequence begins at; empty if all begin at 0
 */
public record Sequences(int batch, int length, List<Indices> keyMasks, int[] firstPositions) {
  public Sequences {
    keyMasks = List.copyOf(keyMasks);
  }

  /** Rows of a stream. */
  public int rows() {
    return Math.multiplyExact(batch, length);
  }

  /** The position of a row in its document or crop, for the position tables. */
  public int position(int row) {
    int first = firstPositions.length == 0 ? 0 : firstPositions[row / length];
    return first + row % length;
  }

  /** The key mask of sequence b, or null. */
  public Indices keyMask(int b) {
    return keyMasks.isEmpty() ? null : keyMasks.get(b);
  }
}
