package io.palindrome.conf;

import java.io.Serializable;
import java.util.Locale;

/**
 * Which activations a training step keeps.
 *
 * @param recomputeEvery with {@code recompute}: blocks between two stored activations; 0 = the
 *     interval that holds least, about the root of the number of blocks
 * @param limit with {@code auto}: bytes of Java heap, or of a GPU, to plan for; 0 = what there is
 */
public record MemoryConfig(MemoryStrategyKind strategy, int recomputeEvery, @Bytes long limit)
    implements Serializable {
  public static final MemoryConfig DEFAULT = new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 2);

  public MemoryConfig {
    Check.present("train.memory.strategy", strategy);
    Check.inRange("train.memory.recompute-every", recomputeEvery, 0, 1024);
    Check.inRange("train.memory.limit", limit, 0, 1L << 44);
  }

  /** A strategy without a limit. */
  public MemoryConfig(MemoryStrategyKind strategy, int recomputeEvery) {
    this(strategy, recomputeEvery, 0);
  }

  /** The strategy as a configuration names it, such as {@code store-all}. */
  public String strategyName() {
    return strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
