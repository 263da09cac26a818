package io.palindrome.model.convolution;

import io.palindrome.model.kernel.ImageWindow;

/** The images of a stream: row {@code (b * height + y) * width + x} is pixel (y, x) of image b. */
public record ImageShape(int height, int width, int channels) {
  /** Rows of one image. */
  public int pixels() {
    return height * width;
  }

  /** The same images with other channels. */
  public ImageShape withChannels(int count) {
    return new ImageShape(height, width, count);
  }

  /** A square kernel that slides over these images. */
  public ImageWindow window(int kernel, int stride, int padding) {
    return new ImageWindow(height, width, kernel, stride, padding);
  }
}
