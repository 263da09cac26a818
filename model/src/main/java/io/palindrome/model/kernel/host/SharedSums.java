package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.HeadViews;
import java.util.Arrays;

/**
 * Sums for keys and values of chunks that several segments see, set aside by each and added in the
 * order of the segments, so that threads never change a bit.
 */
final class SharedSums {
  /** Places a segment: all chunks of a window at its start, and all at its end. */
  private int placesPerSegment;

  private int sumsPerPlace;
  private int[] counts = new int[0];
  private int[] chunks = new int[0];
  private int[] positions = new int[0];
  private float[] keys = new float[0];
  private float[] values = new float[0];
  private int segments;

  /** Empties the places of {@code segments} segments. */
  void begin(AttentionProblem p, int segments) {
    this.segments = segments;
    placesPerSegment = 2 * (p.before + p.after);
    sumsPerPlace = p.spec.chunkLength() * p.width;
    int places = segments * placesPerSegment;
    if (counts.length < segments) {
      counts = new int[segments];
    }
    if (chunks.length < places) {
      chunks = new int[places];
    }
    if (keys.length < places * sumsPerPlace) {
      keys = new float[places * sumsPerPlace];
      values = new float[places * sumsPerPlace];
    }
    Arrays.fill(counts, 0, segments, 0);
  }

  /** Sets the sums of a chunk aside; only the thread of that segment calls this. */
  void put(int segment, int chunk, float[] tiles, int gradKeys, int gradValues) {
    int place = segment * placesPerSegment + counts[segment]++;
    chunks[place] = chunk;
    System.arraycopy(tiles, gradKeys, keys, place * sumsPerPlace, sumsPerPlace);
    System.arraycopy(tiles, gradValues, values, place * sumsPerPlace, sumsPerPlace);
  }

  /** Adds all sums to their positions. */
  void addTo(AttentionProblem p, HeadViews grad) {
    if (positions.length < p.spec.chunkLength()) {
      positions = new int[p.spec.chunkLength()];
    }
    for (int segment = 0; segment < segments; segment++) {
      for (int i = 0; i < counts[segment]; i++) {
        int place = segment * placesPerSegment + i;
        p.positions(chunks[place], positions, 0);
        p.scatterAdd(keys, place * sumsPerPlace, positions, 0, grad.keys());
        p.scatterAdd(values, place * sumsPerPlace, positions, 0, grad.values());
      }
    }
  }
}
