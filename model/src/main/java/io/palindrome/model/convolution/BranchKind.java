package io.palindrome.model.convolution;

import java.util.List;

/**
 * The convolutions of a branch (He et al. 2016): each follows a normalization and an activation.
 */
public enum BranchKind {
  /** 3x3, 3x3. */
  BASIC,
  /** 1x1, 3x3, 1x1: the middle one sees fewer channels. */
  BOTTLENECK;

  /** Side of each convolution's kernel. */
  List<Integer> kernels() {
    return switch (this) {
      case BASIC -> List.of(3, 3);
      case BOTTLENECK -> List.of(1, 3, 1);
    };
  }
}
