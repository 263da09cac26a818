package io.palindrome.jobs.evaluation;

import java.util.List;

/**
 * The loss on a split.
 *
 * @param documents those of which a piece was evaluated, by number
 * @param positions by the number of tokens before a byte in its piece
 */
public record Evaluation(List<DocumentLoss> documents, List<BandLoss> positions) {
  public Evaluation {
    documents = List.copyOf(documents);
    positions = List.copyOf(positions);
  }

  /**
   * The loss on one document.
   *
   * @param document its number in the split's index
   * @param nats sum over the bytes that were evaluated
   */
  public record DocumentLoss(int document, double nats, long bytes) {
    public double bitsPerByte() {
      return nats / Math.log(2) / bytes;
    }
  }

  public double bitsPerByte() {
    double nats = documents.stream().mapToDouble(DocumentLoss::nats).sum();
    return nats / Math.log(2) / bytes();
  }

  /** Bytes of text that were evaluated; begin and end tokens do not count. */
  public long bytes() {
    return documents.stream().mapToLong(DocumentLoss::bytes).sum();
  }
}
