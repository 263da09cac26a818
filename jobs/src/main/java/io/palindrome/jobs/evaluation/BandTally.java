package io.palindrome.jobs.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Losses summed by position, in bands that begin at 0, 100, 1,000, 10,000 and so on. A position is
 * the number of tokens before.
 */
final class BandTally {
  private static final long FIRST_END = 100;
  private static final int BANDS = 10;

  private final double[] nats = new double[BANDS];
  private final long[] bytes = new long[BANDS];

  /** Adds a token; NaN stands for no text and counts as nothing. */
  void add(long position, float loss) {
    if (Float.isNaN(loss)) {
      return;
    }
    int band = 0;
    for (long end = FIRST_END; position >= end; end *= 10) {
      band++;
    }
    nats[band] += loss;
    bytes[band]++;
  }

  /** The bands that have a byte, from the first. */
  List<BandLoss> result() {
    List<BandLoss> bands = new ArrayList<>();
    long from = 0;
    long to = FIRST_END;
    for (int band = 0; band < BANDS; band++) {
      if (bytes[band] > 0) {
        bands.add(new BandLoss(from, to, nats[band], bytes[band]));
      }
      from = to;
      to *= 10;
    }
    return bands;
  }
}
