package io.palindrome.model.convolution;

import io.palindrome.conf.Activation;
import io.palindrome.conf.Check;
import java.util.List;

/**
 * What a classifier of images is made of.
 *
 * @param images what it takes
 * @param stages from the first, at the images' own height and width, each at half of those before
 */
public record NetworkShape(
    ImageShape images,
    int classes,
    BranchKind kind,
    Activation activation,
    List<NetworkShape.OfStage> stages) {
  /**
   * Blocks of one height and width.
   *
   * @param width channels of a residual stream
   * @param inner channels inside a branch
   */
  public record OfStage(int width, int inner, int blocks) {
    public OfStage {
      Check.that(
          width >= 1 && inner >= 1 && blocks >= 1,
          "a stage must have width, inner width and blocks of at least 1, but has %d, %d and %d",
          width,
          inner,
          blocks);
    }
  }

  public NetworkShape {
    stages = List.copyOf(stages);
    int parts = 1 << Math.max(0, stages.size() - 1);
    Check.that(
        !stages.isEmpty() && images.height() % parts == 0 && images.width() % parts == 0,
        "height and width must be multiples of %d for %d stages, but are %d and %d",
        parts,
        stages.size(),
        images.height(),
        images.width());
    Check.that(classes >= 2, "classes must be at least 2, but are %d", classes);
  }
}
