package io.palindrome.model.attention;

import io.palindrome.conf.ReformerConfig;
import java.util.List;

/** How many hash buckets a sequence is hashed into. */
public final class HashBuckets {
  private HashBuckets() {}

  /**
   * The configured factors, or, where none are, the largest power of two not above twice the number
   * of chunks of this length, in two factors once it passes the limit (REFORMER.md 4.6).
   */
  public static List<Integer> factors(ReformerConfig config, int length) {
    List<Integer> configured = config.lsh().hashBuckets();
    if (!configured.isEmpty()) {
      return configured;
    }
    int chunkLength = config.lsh().chunkLength();
    int exponent = 31 - Integer.numberOfLeadingZeros(2 * Math.max(1, length / chunkLength));
    int longestChunks = config.position().maxLength() / chunkLength;
    int limitRoot = (int) Math.sqrt(longestChunks);
    int limit = 2 * Math.max(limitRoot, chunkLength);
    if (1 << exponent > limit) {
      return List.of(1 << (exponent / 2), 1 << (exponent - exponent / 2));
    }
    return List.of(1 << exponent);
  }
}
