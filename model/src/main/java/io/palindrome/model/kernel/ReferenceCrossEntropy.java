package io.palindrome.model.kernel;

import static io.palindrome.model.kernel.ReferenceKernels.at;

/** Cross-entropy of rows of logits, which become their gradient. */
final class ReferenceCrossEntropy {
  private ReferenceCrossEntropy() {}

  static void lossesAndGradient(
      Matrix logits, Indices labels, int from, double scale, Matrix losses) {
    double[] z = ReferenceStorage.of(logits);
    for (int i = 0; i < logits.rows(); i++) {
      int label = HeapIndices.of(labels)[from + i];
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < logits.columns(); j++) {
        max = Math.max(max, z[at(logits, i, j)]);
      }
      double sum = 0;
      for (int j = 0; j < logits.columns(); j++) {
        sum += Math.exp(z[at(logits, i, j)] - max);
      }
      double loss = label < 0 ? 0 : max + Math.log(sum) - z[at(logits, i, label)];
      for (int j = 0; j < logits.columns(); j++) {
        double probability = Math.exp(z[at(logits, i, j)] - max) / sum;
        z[at(logits, i, j)] = label < 0 ? 0 : scale * (probability - (j == label ? 1 : 0));
      }
      ReferenceStorage.of(losses)[at(losses, i, 0)] = loss;
    }
  }
}
