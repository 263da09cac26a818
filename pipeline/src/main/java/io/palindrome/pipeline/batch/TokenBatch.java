package io.palindrome.pipeline.batch;

import java.io.Serializable;
import java.util.List;

/**
 * Token sequences of one length, side by side.
 *
 * @param crops what each sequence is a piece of, {@code batch} of them
 * @param batch sequences
 * @param length tokens of a sequence, padding included
 * @param tokens [batch * length], sequence by sequence, the pad token behind the end of each
 * @param labels [batch * length], the tokens again, unshifted, {@link #IGNORED} at padding; the
 *     loss compares the logits at a position with the label of the next
 */
public record TokenBatch(List<Crop> crops, int batch, int length, int[] tokens, int[] labels)
    implements Serializable {
  /** The label of a position that is not trained on, as in Hugging Face's models. */
  public static final int IGNORED = -100;

  public TokenBatch {
    crops = List.copyOf(crops);
    if (crops.size() != batch
        || tokens.length != Math.multiplyExact(batch, length)
        || labels.length != tokens.length) {
      throw new IllegalArgumentException(
          "tokens and labels must be [%d * %d] for %d crops, but are [%d] and [%d]"
              .formatted(batch, length, crops.size(), tokens.length, labels.length));
    }
  }

  /** Positions that hold a token and not padding. */
  public long realTokens() {
    return crops.stream().mapToLong(Crop::length).sum();
  }
}
