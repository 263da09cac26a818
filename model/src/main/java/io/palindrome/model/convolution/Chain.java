package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;
import java.util.List;

/** Transforms one behind the other. */
public record Chain(ImageShape input, List<Transform> transforms) {
  public Chain {
    transforms = List.copyOf(transforms);
  }

  /** The images that come out. */
  public ImageShape output() {
    ImageShape shape = input;
    for (Transform transform : transforms) {
      shape = transform.output(shape);
    }
    return shape;
  }

  /** The chain at x, which must stay unchanged until the evaluation is closed. */
  public ChainEvaluation evaluate(Matrix x, Statistics statistics, Pass pass) {
    return new ChainEvaluation(this, x, statistics, pass);
  }
}
