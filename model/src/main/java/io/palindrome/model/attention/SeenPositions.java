package io.palindrome.model.attention;

import io.palindrome.conf.DuplicateKeys;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.Reach;
import java.util.Arrays;

/**
 * What the newest position of a sequence sees: the positions that a forward pass over the whole
 * sequence, padded, would show it, each as often (REFORMER.md sections 3, 4.2 and 8). Padding
 * stands behind all positions of its round, and is left out: its weight would be 0.
 */
final class SeenPositions {
  private int[] positions = new int[0];
  private int count;

  /**
   * @param spec of a forward pass over {@code padded} positions
   * @param padded the length that the sequence is padded to
   * @param length positions so far, the newest included
   */
  static SeenPositions of(ChunkAttention spec, int padded, int length, PositionOrder order) {
    SeenPositions seen = new SeenPositions();
    int chunkLength = spec.chunkLength();
    int chunksPerRound = padded / chunkLength;
    int chunks = spec.rounds() * chunksPerRound;
    for (int round = 0; round < spec.rounds(); round++) {
      int own = round * chunksPerRound + order.rankOfNewest(round) / chunkLength;
      Reach.Neighbours window = spec.window(own, chunks);
      for (int shift = -window.before(); shift <= window.after(); shift++) {
        int chunk = Math.floorMod(own + shift, chunks);
        int first = chunk % chunksPerRound * chunkLength;
        int end = Math.min(first + chunkLength, length);
        seen.add(order, round, chunk / chunksPerRound, first, end);
      }
    }
    if (order.duplicates() == DuplicateKeys.CORRECTED) {
      seen.keepOneOfEach();
    }
    return seen;
  }

  /** Sees every position once: that is what lowered scores come to. */
  private void keepOneOfEach() {
    positions = Arrays.stream(positions, 0, count).distinct().toArray();
    count = positions.length;
  }

  private void add(PositionOrder order, int own, int round, int from, int to) {
    int added = Math.max(0, to - from);
    if (positions.length < count + added) {
      positions = Arrays.copyOf(positions, Math.max(count + added, 2 * positions.length));
    }
    for (int rank = from; rank < to; rank++) {
      int position = order.position(round, rank);
      if (order.shows(own, round, position)) {
        positions[count++] = position;
      }
    }
  }

  /** The rows that the positions lie in. */
  int[] rows(CachedRows cached) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = cached.row(positions[i]);
    }
    return rows;
  }
}
