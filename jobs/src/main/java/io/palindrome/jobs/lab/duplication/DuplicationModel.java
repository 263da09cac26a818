package io.palindrome.jobs.lab.duplication;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.lab.LabConfig;
import java.util.List;

/**
 * The one-layer network of the duplication task: width 64, two heads of 32, learned positions,
 * chunks of 32 positions that see one chunk before, Adam at 3e-3.
 *
 * @param attention of the layer, as a configuration names it
 * @param rounds hash rounds in training; means nothing where attention is not {@code lsh}
 */
record DuplicationModel(String attention, int rounds, long seed) {
  /** Tokens of a sequence: two separators and twice a word of 63 symbols. */
  static final int LENGTH = 128;

  /** Sequences of a batch. */
  static final int BATCH = 16;

  /** Updates of a whole training. */
  static final int STEPS = 400;

  RunConfig config() {
    return config(rounds);
  }

  /** The same network that hashes another number of times. */
  RunConfig config(int evaluatedRounds) {
    return LabConfig.of(
        LabConfig.join(
            LabConfig.learnedPositions(LENGTH),
            List.of(
                "train.seed=" + seed,
                "model.vocabulary-size=" + DuplicationTask.VOCABULARY,
                "model.pad-token=0",
                "model.d-model=64",
                "model.heads=2",
                "model.d-head=32",
                "model.layers=[" + attention + "]",
                "model.lsh.hash-rounds=" + evaluatedRounds,
                "model.lsh.chunk-length=32",
                "model.local.chunk-length=32",
                "model.feed-forward.d-feed-forward=128",
                "train.optimizer.learning-rate=3e-3",
                "train.optimizer.warmup-steps=20",
                "train.optimizer.final-fraction=0.1")));
  }

  String label() {
    return attention.equals("lsh")
        ? "lsh, %d round%s".formatted(rounds, rounds == 1 ? "" : "s")
        : attention;
  }
}
