package io.palindrome.jobs.evaluation;

import io.palindrome.conf.Check;
import io.palindrome.pipeline.batch.Crop;
import java.util.ArrayList;
import java.util.List;

/**
 * The same tokens scored with contexts of several lengths. A context of C tokens means pieces of C
 * tokens of which the last quarter is scored, so that a scored token has between 3/4 C and C tokens
 * before it, as far as the document has them; context 0 means the whole document in one piece. A
 * token stands at the same position of the position table whatever its context.
 *
 * @param contexts tokens; 0 = the whole document
 */
public record ContextPlan(List<Integer> contexts) {
  private static final int SCORED_PART = 4;

  public ContextPlan {
    contexts = List.copyOf(contexts);
    Check.that(
        !contexts.isEmpty() && contexts.stream().allMatch(c -> c == 0 || c >= SCORED_PART),
        "--contexts must be 0 or at least %d tokens, but is %s",
        SCORED_PART,
        contexts);
  }

  private int longest() {
    return contexts.stream().max(Integer::compare).orElseThrow();
  }

  private static int scored(int context) {
    return context / SCORED_PART;
  }

  /**
   * The segments that are scored, spread evenly over the documents.
   *
   * @param lengths token counts of the documents by number
   * @param maxTokens scored tokens at most; 0 = all
   */
  List<Crop> segments(int[] lengths, long maxTokens) {
    List<Crop> all = new ArrayList<>();
    for (int document = 0; document < lengths.length; document++) {
      int step = longest() == 0 ? lengths[document] : scored(longest());
      for (int start = 1; start < lengths[document]; start += step) {
        all.add(new Crop(document, start, Math.min(step, lengths[document] - start)));
      }
    }
    return EvaluationPlan.spread(all, maxTokens);
  }

  /** The pieces that score the segments with one of the contexts. */
  List<ScoredPiece> pieces(List<Crop> segments, int context) {
    List<ScoredPiece> pieces = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      Crop segment = segments.get(i);
      if (context > 0) {
        addPieces(segment, context, pieces);
      } else if (i + 1 == segments.size() || segments.get(i + 1).document() != segment.document()) {
        pieces.add(ScoredPiece.of(new Crop(segment.document(), 0, end(segment))));
      }
    }
    return pieces;
  }

  private void addPieces(Crop segment, int context, List<ScoredPiece> pieces) {
    int origin = contexts.contains(0) ? 0 : Math.max(0, end(segment) - longest());
    int scored = scored(context);
    for (int first = segment.start(); first < end(segment); first += scored) {
      int end = Math.min(end(segment), first + scored);
      int start = Math.max(0, end - context);
      Crop crop = new Crop(segment.document(), start, end - start);
      pieces.add(new ScoredPiece(crop, first, Math.max(0, start - origin)));
    }
  }

  private static int end(Crop segment) {
    return segment.start() + segment.length();
  }
}
