package io.palindrome.model.attention;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.Matrix;

/** Neighbouring heads of one attention that are evaluated together. */
record HeadGroup(int first, int count) {
  /** The group's rows of a projection weight [heads * dHead, dModel]. */
  Matrix rowsOf(Matrix weight, ReformerConfig config) {
    return weight.rowRange(first * config.dHead(), width(config));
  }

  /** The group's columns of the output weight [dModel, heads * dHead]. */
  Matrix columnsOf(Matrix weight, ReformerConfig config) {
    return weight.columnRange(first * config.dHead(), width(config));
  }

  /** The group's heads that hash; they come before those that attend locally. */
  int hashing(AttentionBranch branch) {
    int before = branch.config().hashingHeads(branch.index()) - first;
    return Math.max(0, Math.min(before, count));
  }

  /** Features of all heads of the group side by side. */
  int width(ReformerConfig config) {
    return count * config.dHead();
  }
}
