package io.palindrome.conf;

import java.io.Serializable;

/**
 * How full attention is computed: exactly, a pair of blocks at a time.
 *
 * @param blockLength positions of one block; no result depends on it beyond rounding
 * @param attentionDropout probability that an attention weight is dropped
 */
public record FullConfig(int blockLength, double attentionDropout) implements Serializable {
  public static final FullConfig DEFAULT = new FullConfig(64, 0.0);

  public FullConfig {
    Check.inRange("model.full.block-length", blockLength, 2, 4096);
    Check.fraction("model.full.attention-dropout", attentionDropout);
  }
}
