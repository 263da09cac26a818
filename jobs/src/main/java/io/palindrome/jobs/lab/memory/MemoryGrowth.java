package io.palindrome.jobs.lab.memory;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.lab.LabConfig;
import io.palindrome.jobs.lab.LabKernels;
import io.palindrome.jobs.lab.LabText;
import io.palindrome.jobs.lab.SmallTraining;
import java.util.List;

/**
 * The peak memory of one training step: bytes of activations, their gradients and scratch that
 * exist at once, counted by the arena that hands them out. Parameters are not among them.
 */
record MemoryGrowth(int layers, String strategy, int batch, int length) {
  /** Width 64, chunks of 64, local and LSH attention in turn. */
  private static final List<String> SETTINGS =
      List.of(
          "model.vocabulary-size=" + LabText.VOCABULARY,
          "model.pad-token=0",
          "model.d-model=64",
          "model.heads=2",
          "model.d-head=32",
          "model.feed-forward.d-feed-forward=128");

  long peakBytes(LabText text, long seed) {
    RunConfig config =
        LabConfig.of(
            LabConfig.join(
                LabConfig.join(SETTINGS, LabConfig.learnedPositions(length)),
                List.of(
                    LabConfig.layers(layers, "local", "lsh"),
                    "train.seed=" + seed,
                    "train.memory.strategy=" + strategy)));
    try (SmallTraining training = new SmallTraining(config, 1, LabKernels.fast())) {
      return training.step(text.batch(0, batch, length)).peakBytes();
    }
  }
}
