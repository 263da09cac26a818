package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;

/**
 * Adds one hash round's outputs to what earlier rounds found: with m the larger of two maxima, sums
 * and outputs are scaled to m and added, and the last round divides by the sum.
 *
 * @param out [length, dHead]
 * @param normalizer [length, 2]: maximum and sum of what each position has seen
 * @param first whether nothing was found before
 * @param last whether nothing comes after
 */
record RoundCombiner(Matrix out, Matrix normalizer, boolean first, boolean last) {
  /** Takes the outputs, maxima and sums of the queries in the scratch. */
  void add(AttentionProblem p, AttentionScratch x) {
    float[] outputs = HostStorage.of(out);
    float[] seen = HostStorage.of(normalizer);
    for (int i = 0; i < p.spec.chunkLength(); i++) {
      int position = x.queryPositions[i];
      int at = HostStorage.at(normalizer, position);
      float maximum = x.maxima[i];
      float sum = x.sums[i];
      float keep = 0;
      float scale = 1;
      if (!first) {
        float joint = Math.max(seen[at], maximum);
        keep = (float) Math.exp(seen[at] - joint);
        scale = (float) Math.exp(maximum - joint);
        sum = seen[at + 1] * keep + sum * scale;
        maximum = joint;
      }
      seen[at] = maximum;
      seen[at + 1] = sum;
      float divide = last ? 1 / sum : 1;
      int from = x.outputs + i * p.width;
      int outAt = HostStorage.at(out, position);
      if (first) {
        RowOperations.scale(scale * divide, x.tiles, from, outputs, outAt, p.dHead);
      } else {
        RowOperations.combine(
            keep * divide, outputs, outAt, scale * divide, x.tiles, from, p.dHead);
      }
    }
  }
}
