package io.palindrome.jobs.lab.convolution;

import io.palindrome.jobs.lab.LabKernels;
import io.palindrome.model.convolution.ImageNetwork;
import io.palindrome.model.convolution.ImageTraining;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.Recompute;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.StoreAll;
import java.util.List;

/** A training step of one network at one depth under one memory strategy. */
record DepthStep(Kept kept, int times) {
  static final int BATCH = 16;

  /** A network and what its steps keep. */
  enum Kept {
    REVERSIBLE(Contestant.BASIC, "RevNet, reversible"),
    RECOMPUTED(Contestant.BASIC, "RevNet, recompute"),
    STORED(Contestant.BASIC, "RevNet, store all"),
    RESNET(Contestant.RESNET, "ResNet");

    private final Contestant contestant;
    private final String label;

    Kept(Contestant contestant, String label) {
      this.contestant = contestant;
      this.label = label;
    }

    String label() {
      return label;
    }

    private MemoryStrategy strategy() {
      return switch (this) {
        case REVERSIBLE -> new Reversible();
        case RECOMPUTED -> new Recompute(0);
        case STORED, RESNET -> new StoreAll();
      };
    }

    static List<Kept> all() {
      return List.of(REVERSIBLE, RECOMPUTED, STORED, RESNET);
    }
  }

  /** Residual branches from the stem to the head: a reversible block has two, a ResNet's one. */
  int branches() {
    int each = kept.contestant == Contestant.RESNET ? 1 : 2;
    return kept.contestant.stages() * each * kept.contestant.blocks(times);
  }

  private ImageNetwork network() {
    return kept.contestant.network(times, kept.strategy());
  }

  int parameters() {
    return network().parameterCount();
  }

  ImageTraining training(long seed) {
    return new ImageTraining(network(), LabKernels.fast(), seed);
  }

  /** Most bytes of images, activations, gradients of activations and scratch at once. */
  long peakBytes(long seed) {
    try (ImageTraining training = training(seed)) {
      training.step(Contestant.images(seed).batch(0, BATCH), Learning.LEARNING_RATE);
      return training.arena().peakBytes();
    }
  }
}
