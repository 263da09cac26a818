package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;

/**
 * One function of a chain, from images to images. What its backward pass needs of input and output
 * is said in advance, so that the chain can give the rest back at once.
 */
public sealed interface Transform permits Convolution, BatchNorm, Activate {
  /** The images that come out where {@code x} goes in. */
  ImageShape output(ImageShape x);

  /** Whether the backward pass reads the input. */
  boolean needsInput();

  /** Whether the backward pass reads the output. */
  boolean needsOutput();

  /**
   * y = f(x).
   *
   * @param x [images * pixels, channels]
   * @param y the same of the output's shape, overwritten
   */
  Applied apply(Matrix x, Matrix y, Statistics statistics, Pass pass);
}
