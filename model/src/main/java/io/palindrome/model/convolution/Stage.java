package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;

/** A piece of a network, between its stem and its head. */
sealed interface Stage permits ReversibleStage, ResidualStage, DownSampling, Squeezing {
  /**
   * Runs images through.
   *
   * @param x dense, [images * pixels, channels]; the stage may change it in place, and wants it
   *     untouched until its tape has gone backward
   */
  StageTape forward(Matrix x, Statistics statistics, Pass pass);
}
