package io.palindrome.jobs.evaluation;

import io.palindrome.pipeline.batch.Crop;
import java.util.ArrayList;
import java.util.List;

/** Which pieces of which documents are evaluated. */
public final class EvaluationPlan {
  private EvaluationPlan() {}

  /**
   * Cuts documents into pieces that overlap by one token, so that every token but a document's
   * first is predicted exactly once.
   *
   * @param lengths token counts of the documents by number
   * @param pieceLength tokens of a piece, at least 2; 0 for whole documents
   */
  public static List<Crop> pieces(int[] lengths, int pieceLength) {
    List<Crop> pieces = new ArrayList<>();
    for (int document = 0; document < lengths.length; document++) {
      int length = pieceLength == 0 ? lengths[document] : Math.max(2, pieceLength);
      for (int start = 0; start + 1 < lengths[document]; start += length - 1) {
        pieces.add(new Crop(document, start, Math.min(length, lengths[document] - start)));
      }
    }
    return pieces;
  }

  /**
   * Pieces spread evenly over all, as many as hold at most {@code maxTokens} tokens, one at least.
   *
   * @param maxTokens 0 = all pieces
   */
  public static List<Crop> spread(List<Crop> pieces, long maxTokens) {
    long tokens = pieces.stream().mapToLong(Crop::length).sum();
    if (maxTokens == 0 || tokens <= maxTokens) {
      return pieces;
    }
    int count = (int) Math.max(1, pieces.size() * maxTokens / tokens);
    List<Crop> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(pieces.get((int) ((long) i * pieces.size() / count)));
    }
    return chosen;
  }
}
