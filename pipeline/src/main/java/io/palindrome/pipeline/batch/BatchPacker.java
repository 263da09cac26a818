package io.palindrome.pipeline.batch;

import java.util.Arrays;
import java.util.List;

/** Puts pieces of documents side by side, padded to the longest, rounded up to a multiple. */
public final class BatchPacker {
  private final int padToken;
  private final int multiple;

  /**
   * @param multiple what the batch's length is a multiple of, such as a model's chunk length
   */
  public BatchPacker(int padToken, int multiple) {
    if (multiple < 1) {
      throw new IllegalArgumentException("multiple must be at least 1, but is " + multiple);
    }
    this.padToken = padToken;
    this.multiple = multiple;
  }

  /**
   * A batch of these pieces.
   *
   * @param tokens of each piece, in the order of {@code crops}
   */
  public TokenBatch pack(List<Crop> crops, List<int[]> tokens) {
    if (crops.isEmpty() || crops.size() != tokens.size()) {
      throw new IllegalArgumentException(
          "tokens must be given for each of at least 1 crop, but are %d for %d"
              .formatted(tokens.size(), crops.size()));
    }
    int longest = crops.stream().mapToInt(Crop::length).max().orElseThrow();
    int length = Math.toIntExact(((long) longest + multiple - 1) / multiple * multiple);
    int[] packed = new int[Math.multiplyExact(crops.size(), length)];
    int[] labels = new int[packed.length];
    Arrays.fill(packed, padToken);
    Arrays.fill(labels, TokenBatch.IGNORED);
    for (int i = 0; i < crops.size(); i++) {
      int[] piece = tokens.get(i);
      if (piece.length != crops.get(i).length()) {
        throw new IllegalArgumentException(
            "crop %d must have %d tokens, but has %d"
                .formatted(i, crops.get(i).length(), piece.length));
      }
      System.arraycopy(piece, 0, packed, i * length, piece.length);
      System.arraycopy(piece, 0, labels, i * length, piece.length);
    }
    return new TokenBatch(crops, crops.size(), length, packed, labels);
  }
}
