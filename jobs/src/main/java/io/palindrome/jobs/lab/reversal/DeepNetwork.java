package io.palindrome.jobs.lab.reversal;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.lab.LabConfig;
import io.palindrome.jobs.lab.LabText;
import java.util.List;

/** The small and deep networks that this section measures. */
final class DeepNetwork {
  /** Tokens of a sequence. */
  static final int LENGTH = 64;

  static final int WIDTH = 32;

  private static final List<String> SETTINGS =
      LabConfig.join(
          LabConfig.learnedPositions(LENGTH),
          List.of(
              "model.vocabulary-size=" + LabText.VOCABULARY,
              "model.pad-token=0",
              "model.d-model=" + WIDTH,
              "model.heads=2",
              "model.d-head=16",
              "model.lsh.chunk-length=16",
              "model.local.chunk-length=16",
              "model.feed-forward.d-feed-forward=64",
              "train.optimizer.learning-rate=2e-3",
              "train.optimizer.warmup-steps=10",
              "train.optimizer.final-fraction=0.5"));

  private DeepNetwork() {}

  /** A causal Reformer of width 32 whose layers repeat {@code kinds} from the first. */
  static RunConfig of(int layers, long seed, String... kinds) {
    return LabConfig.of(
        LabConfig.join(SETTINGS, List.of(LabConfig.layers(layers, kinds), "train.seed=" + seed)));
  }
}
