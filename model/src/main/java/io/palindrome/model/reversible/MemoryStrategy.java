package io.palindrome.model.reversible;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.model.layer.Pass;
import java.util.List;

/**
 * What a training step keeps of the forward pass, chosen outside the layers. All strategies give
 * the same gradients; they trade memory for computing.
 */
public sealed interface MemoryStrategy permits StoreAll, Recompute, Reversible {
  /** Runs x through the blocks, in place. */
  Tape forward(List<ReversibleBlock> blocks, Streams x, Pass pass);

  /**
   * The strategy that a configuration names.
   *
   * @throws IllegalStateException for {@code auto}, which is to be resolved before the run
   */
  static MemoryStrategy of(MemoryConfig config) {
    return switch (config.strategy()) {
      case STORE_ALL -> new StoreAll();
      case RECOMPUTE -> new Recompute(config.recomputeEvery());
      case REVERSIBLE -> new Reversible();
      case AUTO ->
          throw new IllegalStateException(
              "Cannot train with train.memory.strategy auto: it is not resolved; choose a strategy"
                  + " of the step's plan first");
    };
  }
}
