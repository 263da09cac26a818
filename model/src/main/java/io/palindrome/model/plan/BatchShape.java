package io.palindrome.model.plan;

import io.palindrome.model.TrainingBatch;
import java.util.Arrays;

/** How many sequences a step trains on, and how many tokens the longest has. */
public record BatchShape(int batch, int length) {
  /** A batch of that shape; its last token is padding, so that masks are taken too. */
  public TrainingBatch padded() {
    int[] tokens = new int[Math.multiplyExact(batch, length)];
    int[] mask = new int[tokens.length];
    Arrays.fill(mask, 0, mask.length - 1, 1);
    return new TrainingBatch(batch, length, tokens, tokens, mask);
  }
}
