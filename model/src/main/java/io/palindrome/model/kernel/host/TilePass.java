package io.palindrome.model.kernel.host;

/**
 * One pass over a tile of scores. Passes are called through this interface on purpose: a call of
 * many targets is not inlined, so that each is compiled by itself. Together they reach the
 * compiler's limit for one method, and what is left then computes with boxed vectors.
 */
interface TilePass {
  /**
   * @param g null in the forward pass
   */
  void run(AttentionProblem p, AttentionScratch x, GradientScratch g);

  /** A pass that only attention needs which looks at hashes. */
  static TilePass ofHashes(TilePass pass) {
    return (p, x, g) -> {
      if (x.hashedTile != null) {
        pass.run(p, x, g);
      }
    };
  }

  static void runAll(TilePass[] passes, AttentionProblem p, AttentionScratch x, GradientScratch g) {
    for (TilePass pass : passes) {
      pass.run(p, x, g);
    }
  }
}
