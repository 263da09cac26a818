package io.palindrome.jobs.lab.duplication;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.lab.LabConfig;
import java.util.List;

/**
 * The one-layer network of the duplication task: width 64, two heads of 32, learned positions,
 * chunks of 32 positions that see one chunk before, Adam at 3e-3.
 *
 * @param attention in training
 */
record DuplicationModel(Attention attention, long seed) {
  /** Tokens of a sequence: two separators and twice a word of 63 symbols. */
  static final int LENGTH = 128;

  /** Sequences of a batch. */
  static final int BATCH = 16;

  /** Updates of a whole training. */
  static final int STEPS = 400;

  RunConfig config() {
    return config(attention);
  }

  /** The same network with another attention over the same parameters. */
  RunConfig config(Attention evaluated) {
    return LabConfig.of(
        LabConfig.join(
            LabConfig.join(LabConfig.learnedPositions(LENGTH), evaluated.settings(1)),
            List.of(
                "train.seed=" + seed,
                "model.vocabulary-size=" + DuplicationTask.VOCABULARY,
                "model.pad-token=0",
                "model.d-model=64",
                "model.heads=2",
                "model.d-head=32",
                "model.feed-forward.d-feed-forward=128",
                "train.optimizer.learning-rate=3e-3",
                "train.optimizer.warmup-steps=20",
                "train.optimizer.final-fraction=0.1")));
  }
}
