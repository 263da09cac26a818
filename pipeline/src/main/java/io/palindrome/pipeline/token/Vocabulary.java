package io.palindrome.pipeline.token;

import java.io.Serializable;

/**
 * The token ids of a tokenizer: 0 to {@code size - 1}, and those that stand for no text.
 *
 * @param pad fills a sequence up; it is never trained on
 * @param begin opens a document
 * @param end closes a document
 * @param unknown stands for what the tokenizer has no token for
 */
public record Vocabulary(int size, int pad, int begin, int end, int unknown)
    implements Serializable {

  /** Bytes that one token needs in a dataset: 1, 2 or 4. */
  public int tokenWidth() {
    if (size <= 1 << 8) {
      return 1;
    }
    return size <= 1 << 16 ? 2 : 4;
  }
}
