package io.palindrome.conf;

import java.io.Serializable;

/**
 * Which activations a training step keeps.
 *
 * @param recomputeEvery with {@code recompute}: blocks between two stored activations
 */
public record MemoryConfig(MemoryStrategyKind strategy, int recomputeEvery)
    implements Serializable {
  public static final MemoryConfig DEFAULT = new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 2);

  public MemoryConfig {
    Check.present("train.memory.strategy", strategy);
    Check.inRange("train.memory.recompute-every", recomputeEvery, 1, 1024);
  }
}
