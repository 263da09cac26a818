package io.palindrome.pipeline.bucket;

import io.palindrome.conf.LengthBucketConfig;
import java.io.Serializable;

/**
 * The length buckets of a dataset, each named by its upper edge in tokens.
 *
 * <pre>edge(k) = smallest * ratio^k, rounded up to the multiple</pre>
 */
public record LengthBuckets(LengthBucketConfig config) implements Serializable {

  /** A token count rounded up to the multiple. */
  public int paddedLength(int tokens) {
    return Math.toIntExact(roundedUp(tokens));
  }

  /** The smallest edge that holds a document of this padded length. */
  public long edge(int paddedLength) {
    double exact = config.smallest();
    long edge = roundedUp(config.smallest());
    while (edge < paddedLength) {
      exact *= config.ratio();
      edge = roundedUp((long) Math.ceil(exact));
    }
    return edge;
  }

  private long roundedUp(long tokens) {
    return (tokens + config.multiple() - 1) / config.multiple() * config.multiple();
  }
}
