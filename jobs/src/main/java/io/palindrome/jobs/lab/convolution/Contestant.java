package io.palindrome.jobs.lab.convolution;

import io.palindrome.conf.Activation;
import io.palindrome.model.convolution.BranchKind;
import io.palindrome.model.convolution.GeneratedImages;
import io.palindrome.model.convolution.ImageNetwork;
import io.palindrome.model.convolution.NetworkShape;
import io.palindrome.model.convolution.NetworkShape.OfStage;
import io.palindrome.model.convolution.ResNet;
import io.palindrome.model.convolution.RevNet;
import io.palindrome.model.reversible.MemoryStrategy;
import java.util.Arrays;
import java.util.List;

/**
 * The networks that are compared. All have three stages, as many parameters as one another (within
 * 5 %), and the same images.
 */
enum Contestant {
  /** The RevNet with two 3x3 convolutions a branch. */
  BASIC("RevNet basic", BranchKind.BASIC, 1),
  /** The RevNet with a 1x1, a 3x3 and a 1x1 convolution a branch: wider streams. */
  BOTTLENECK("RevNet bottleneck", BranchKind.BOTTLENECK, 1),
  /** Squeezes instead of down-sampling, an invertible activation after every block. */
  SQUEEZED("RevNet squeezed", BranchKind.BASIC, 1),
  /** One stream, everything stored; a block has one branch, so there are twice as many. */
  RESNET("ResNet", BranchKind.BASIC, 2);

  /** Height and width of the images. */
  static final int SIDE = 16;

  /** Standard deviation of the noise in every value of an image. */
  static final double NOISE = 0.1;

  private final String label;
  private final BranchKind kind;
  private final int blocks;

  Contestant(String label, BranchKind kind, int blocks) {
    this.label = label;
    this.kind = kind;
    this.blocks = blocks;
  }

  /** Of each stage the channels of a stream and those inside a branch: chosen for one size. */
  private int[][] widths() {
    return switch (this) {
      case BASIC -> new int[][] {{8, 8}, {16, 16}, {32, 30}};
      case BOTTLENECK -> new int[][] {{16, 8}, {24, 16}, {36, 24}};
      case SQUEEZED -> new int[][] {{4, 16}, {16, 20}, {64, 24}};
      case RESNET -> new int[][] {{10, 10}, {20, 20}, {40, 30}};
    };
  }

  /** As charts name it. */
  String label() {
    return label;
  }

  int stages() {
    return widths().length;
  }

  /** Blocks of each stage in a network that is {@code times} as deep as that of the training. */
  int blocks(int times) {
    return blocks * times;
  }

  /**
   * The network with {@code times} as many blocks as that of the training.
   *
   * @param strategy of the reversible blocks; a ResNet stores everything
   */
  ImageNetwork network(int times, MemoryStrategy strategy) {
    List<OfStage> stages =
        Arrays.stream(widths())
            .map(width -> new OfStage(width[0], width[1], blocks(times)))
            .toList();
    NetworkShape shape =
        new NetworkShape(images(0).shape(), GeneratedImages.CLASSES, kind, Activation.RELU, stages);
    return switch (this) {
      case BASIC, BOTTLENECK -> RevNet.of(shape, strategy);
      case SQUEEZED -> RevNet.withoutStoredLayers(shape, strategy);
      case RESNET -> ResNet.of(shape);
    };
  }

  /** What all of them are to tell apart. */
  static GeneratedImages images(long seed) {
    return new GeneratedImages(seed, SIDE, NOISE);
  }
}
