package io.palindrome.model.kernel;

import io.palindrome.conf.Check;

/**
 * A square window that slides over images: row {@code (b * height + y) * width + x} of a matrix is
 * pixel (y, x) of image b. Tap {@code ky * kernel + kx} of an output pixel reads the input pixel at
 * {@code (y * stride + ky - padding, x * stride + kx - padding)}.
 */
public record ImageWindow(int height, int width, int kernel, int stride, int padding) {
  /** What {@link #source} answers for a tap that lies outside its image. */
  public static final int OUTSIDE = -1;

  public ImageWindow {
    Check.that(
        height >= 1 && width >= 1 && kernel >= 1 && stride >= 1 && padding >= 0,
        "image window must have height, width, kernel, stride >= 1 and padding >= 0, but is"
            + " %d, %d, %d, %d and %d",
        height,
        width,
        kernel,
        stride,
        padding);
    Check.that(
        height + 2 * padding >= kernel && width + 2 * padding >= kernel,
        "image with its padding must be at least as large as the kernel of %d, but is %d x %d",
        kernel,
        height + 2 * padding,
        width + 2 * padding);
  }

  /** Places that an output pixel reads. */
  public int taps() {
    return kernel * kernel;
  }

  /** Height of an output image. */
  public int outputHeight() {
    return (height + 2 * padding - kernel) / stride + 1;
  }

  /** Width of an output image. */
  public int outputWidth() {
    return (width + 2 * padding - kernel) / stride + 1;
  }

  /** Rows of an input image. */
  public int pixels() {
    return height * width;
  }

  /** Rows of an output image. */
  public int outputPixels() {
    return outputHeight() * outputWidth();
  }

  /** Whether every output pixel reads the input pixel at its own place, and nothing else. */
  public boolean isPointwise() {
    return kernel == 1 && stride == 1 && padding == 0;
  }

  /** The input row that a tap of an output row reads, or {@link #OUTSIDE}. */
  public int source(int outputRow, int tap) {
    int image = outputRow / outputPixels();
    int pixel = outputRow % outputPixels();
    int y = pixel / outputWidth() * stride + tap / kernel - padding;
    int x = pixel % outputWidth() * stride + tap % kernel - padding;
    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
    return inside ? (image * height + y) * width + x : OUTSIDE;
  }

  /** The output row that reads an input row with a tap, or {@link #OUTSIDE}. */
  public int reader(int inputRow, int tap) {
    int image = inputRow / pixels();
    int y = inputRow % pixels() / width + padding - tap / kernel;
    int x = inputRow % width + padding - tap % kernel;
    boolean onGrid = y >= 0 && x >= 0 && y % stride == 0 && x % stride == 0;
    if (!onGrid || y / stride >= outputHeight() || x / stride >= outputWidth()) {
      return OUTSIDE;
    }
    return (image * outputHeight() + y / stride) * outputWidth() + x / stride;
  }
}
