package io.palindrome.model.convolution;

/**
 * Images and what they show.
 *
 * @param pixels [images * height * width, channels] row-major
 * @param labels the class of each image
 */
public record ImageBatch(double[] pixels, int[] labels) {
  /** Number of images. */
  public int images() {
    return labels.length;
  }
}
