package io.palindrome.jobs.evaluation;

import java.util.List;

/**
 * The loss of the same bytes with one context.
 *
 * @param context tokens that the network sees at most; 0 = the whole document
 * @param bands by position in the document: the same ones, of as many bytes, for every context
 * @param all every scored byte
 */
public record ContextLoss(int context, List<BandLoss> bands, BandLoss all) {
  public ContextLoss {
    bands = List.copyOf(bands);
  }
}
