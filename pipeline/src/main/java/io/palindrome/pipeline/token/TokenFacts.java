package io.palindrome.pipeline.token;

import java.io.Serializable;

/**
 * All that is known of a document's tokens except the tokens.
 *
 * @param count tokens with begin and end
 * @param width bytes of one token: 1, 2 or 4
 * @param xxh64 of the packed tokens
 * @param tokenizerFingerprint of the tokenizer that made them
 */
public record TokenFacts(int count, int width, long xxh64, String tokenizerFingerprint)
    implements Serializable {

  /** Bytes of the packed tokens. */
  public long bytes() {
    return (long) count * width;
  }
}
