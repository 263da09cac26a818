package io.palindrome.conf;

import java.io.Serializable;

/**
 * How local attention chunks one sequence.
 *
 * @param chunkLength positions per attention chunk
 * @param chunksBefore chunks that a chunk sees before itself
 * @param chunksAfter chunks that a chunk sees after itself
 * @param attentionDropout probability that an attention weight is dropped
 * @param headsInLshLayers heads of every LSH layer, its last ones, that attend locally instead,
 *     with the layer's shared queries and keys
 */
public record LocalConfig(
    int chunkLength,
    int chunksBefore,
    int chunksAfter,
    double attentionDropout,
    int headsInLshLayers)
    implements Serializable {
  public static final LocalConfig DEFAULT = new LocalConfig(64, 1, 0, 0.0, 0);

  public LocalConfig {
    Check.inRange("model.local.chunk-length", chunkLength, 2, 4096);
    Check.inRange("model.local.chunks-before", chunksBefore, 0, 8);
    Check.inRange("model.local.chunks-after", chunksAfter, 0, 8);
    Check.fraction("model.local.attention-dropout", attentionDropout);
    Check.inRange("model.local.heads-in-lsh-layers", headsInLshLayers, 0, 256);
  }
}
