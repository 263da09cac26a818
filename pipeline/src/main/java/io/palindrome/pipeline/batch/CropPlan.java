package io.palindrome.pipeline.batch;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which piece of which document is trained on when: a function of (dataset fingerprint, seed, crop
 * length, position) and nothing else, the same on every machine.
 *
 * <p>Documents are cut every {@code cropLength} tokens from their start; the last piece is what is
 * left. An epoch goes through all pieces once, in an order of its own: sorted by a hash of
 * (fingerprint, seed, epoch, piece). Positions count on through the epochs without end.
 */
public final class CropPlan {
  private final int[] lengths;
  private final int cropLength;
  private final long key;

  /** cropsBefore[d]: pieces of the documents before d; its last element is the pieces of all. */
  private final int[] cropsBefore;

  private volatile Epoch latest = new Epoch(-1, new int[0]);

  /**
   * @param fingerprint of the dataset
   * @param lengths token counts of the split's documents by number, each at least 1
   * @param cropLength tokens of a piece; 0 for whole documents
   */
  public CropPlan(String fingerprint, int[] lengths, int cropLength, long seed) {
    if (lengths.length == 0) {
      throw new IllegalArgumentException("documents must be at least 1, but is 0");
    }
    if (cropLength < 0) {
      throw new IllegalArgumentException("cropLength must be 0 or more, but is " + cropLength);
    }
    this.lengths = lengths.clone();
    this.cropLength = cropLength;
    this.key = Mix64.mix(key(fingerprint), seed);
    this.cropsBefore = new int[lengths.length + 1];
    for (int d = 0; d < lengths.length; d++) {
      if (lengths[d] < 1) {
        throw new IllegalArgumentException(
            "length of document %d must be at least 1, but is %d".formatted(d, lengths[d]));
      }
      cropsBefore[d + 1] = Math.addExact(cropsBefore[d], (lengths[d] - 1) / step(d) + 1);
    }
  }

  /** Pieces of all documents: the examples of an epoch. */
  public int examplesPerEpoch() {
    return cropsBefore[lengths.length];
  }

  /** The example at a position, which counts on through the epochs. */
  public Crop example(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("position must be 0 or more, but is " + position);
    }
    long epoch = position / examplesPerEpoch();
    return crop(order(epoch)[(int) (position % examplesPerEpoch())]);
  }

  /** The pieces of all documents in the order of the documents, as for evaluation. */
  public Crop inOrder(int piece) {
    if (piece < 0 || piece >= examplesPerEpoch()) {
      throw new IllegalArgumentException(
          "piece must be between 0 and %d, but is %d".formatted(examplesPerEpoch() - 1, piece));
    }
    return crop(piece);
  }

  private Crop crop(int piece) {
    int document = documentOf(piece);
    int start = (piece - cropsBefore[document]) * step(document);
    return new Crop(document, start, Math.min(step(document), lengths[document] - start));
  }

  private int step(int document) {
    return cropLength == 0 ? lengths[document] : cropLength;
  }

  /** The document d with cropsBefore[d] <= piece < cropsBefore[d + 1]. */
  private int documentOf(int piece) {
    int low = 0;
    int high = lengths.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (cropsBefore[middle] <= piece) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** An epoch's order of pieces. */
  private record Epoch(long number, int[] order) {}

  /** Kept for the latest epoch only, because positions mostly come in order. */
  private int[] order(long epoch) {
    Epoch kept = latest;
    if (kept.number() == epoch) {
      return kept.order();
    }
    long epochKey = Mix64.mix(key, epoch);
    long[] hashes = new long[examplesPerEpoch()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = Mix64.mix(epochKey, i);
    }
    int[] order =
        IntStream.range(0, hashes.length)
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer i) -> hashes[i])
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    latest = new Epoch(epoch, order);
    return order;
  }

  private static long key(String fingerprint) {
    long key = 0;
    for (int i = 0; i < fingerprint.length(); i++) {
      key = Mix64.mix(key, fingerprint.charAt(i));
    }
    return key;
  }
}
