package io.palindrome.jobs.evaluation;

import io.palindrome.pipeline.batch.Crop;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Does context far back still help? Scores the same bytes with contexts of several lengths. */
public final class ContextComparison {
  /** Tokens before the text of a document: the begin token. */
  private static final int BEFORE_TEXT = 1;

  private final Evaluator evaluator;
  private final ContextPlan plan;
  private final List<Crop> segments;
  private final Map<Integer, BitSet> scored = new HashMap<>();

  /**
   * @param lengths token counts of the evaluator's documents by number
   * @param maxTokens scored at most, spread over the documents; 0 = all
   */
  public ContextComparison(Evaluator evaluator, ContextPlan plan, int[] lengths, long maxTokens) {
    this.evaluator = evaluator;
    this.plan = plan;
    this.segments = plan.segments(lengths, maxTokens);
    for (Crop segment : segments) {
      scored
          .computeIfAbsent(segment.document(), document -> new BitSet())
          .set(segment.start(), segment.start() + segment.length());
    }
  }

  /** The loss with each of the plan's contexts, in their order. */
  public List<ContextLoss> losses(float[] parameters) {
    List<ContextLoss> losses = new ArrayList<>();
    for (int context : plan.contexts()) {
      BandTally tally = new BandTally();
      double nats = 0;
      long bytes = 0;
      for (PieceLosses piece : evaluator.run(parameters, plan.pieces(segments, context))) {
        BitSet wanted = scored.get(piece.piece().crop().document());
        for (int i = 0; i < piece.nats().length; i++) {
          int token = piece.piece().firstScored() + i;
          float loss = piece.nats()[i];
          if (wanted.get(token) && !Float.isNaN(loss)) {
            tally.add(token - BEFORE_TEXT, loss);
            nats += loss;
            bytes++;
          }
        }
      }
      losses.add(
          new ContextLoss(context, tally.result(), new BandLoss(0, Long.MAX_VALUE, nats, bytes)));
    }
    return losses;
  }
}
