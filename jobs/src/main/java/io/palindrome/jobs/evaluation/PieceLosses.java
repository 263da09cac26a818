package io.palindrome.jobs.evaluation;

import io.palindrome.pipeline.batch.Crop;
import java.io.Serializable;

/**
 * The losses of one piece.
 *
 * @param nats element i is the loss of the piece's token i + 1, [crop.length - 1]; NaN where that
 *     token stands for no text
 */
record PieceLosses(Crop crop, float[] nats) implements Serializable {
  /** Sum over the tokens of text, in order. */
  double total() {
    double sum = 0;
    for (float loss : nats) {
      sum += Float.isNaN(loss) ? 0 : loss;
    }
    return sum;
  }

  /** Tokens of text: bytes, with the byte tokenizer. */
  long bytes() {
    long count = 0;
    for (float loss : nats) {
      count += Float.isNaN(loss) ? 0 : 1;
    }
    return count;
  }
}
