package io.palindrome.jobs.evaluation;

import java.io.Serializable;

/**
 * The losses of one piece.
 *
 * @param nats element i is the loss of the document's token firstScored + i, to the piece's last;
 *     NaN where that token stands for no text
 */
@SuppressWarnings("ArrayRecordComponent") // moved, never compared
record PieceLosses(ScoredPiece piece, float[] nats) implements Serializable {
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
