package io.palindrome.model.reversible;

import io.palindrome.conf.Check;

/**
 * What it holds and what it costs to keep the input of every k-th block and to compute the blocks
 * of one segment at a time anew (Chen et al. 2016, arXiv:1604.06174, section 4).
 *
 * <pre>held = ceil(blocks / k) kept inputs + k blocks of a segment, least at k = sqrt(blocks)</pre>
 *
 * <p>Computing every block once more is one more forward pass. A backward pass is worth two, so
 * that is a third of what store-all computes. The last segment is on its way back at once, and is
 * not computed again.
 *
 * @param blocks blocks of the network
 * @param every blocks of a segment, k
 */
public record RecomputeInterval(int blocks, int every) {
  /** One more forward pass, where store-all computes a forward pass and a backward one. */
  public static final double ONE_MORE_FORWARD_PASS = 1.0 / 3;

  public RecomputeInterval {
    Check.that(blocks >= 1, "blocks must be at least 1, but is %d", blocks);
    Check.that(every >= 1, "train.memory.recompute-every must be at least 1, but is %d", every);
  }

  /** The interval that holds least; of several the shortest. */
  public static RecomputeInterval leastHeld(int blocks) {
    RecomputeInterval least = new RecomputeInterval(blocks, 1);
    for (int every = 2; every <= blocks; every++) {
      RecomputeInterval next = new RecomputeInterval(blocks, every);
      least = next.held() < least.held() ? next : least;
    }
    return least;
  }

  /** Blocks whose input is kept: the first of every segment. */
  public int kept() {
    return (blocks + every - 1) / every;
  }

  /** Blocks of the longest segment. */
  public int inSegment() {
    return Math.min(every, blocks);
  }

  /** Kept inputs and blocks of a segment together; of store-all this would be {@link #blocks}. */
  public int held() {
    return kept() + inSegment();
  }

  /** Blocks that are computed a second time: all but those of the last segment. */
  public int recomputed() {
    return (kept() - 1) * every;
  }

  /** More computing than store-all, as a fraction of it; at most a third. */
  public double overhead() {
    return ONE_MORE_FORWARD_PASS * recomputed() / blocks;
  }
}
