package io.palindrome.model.check;

import java.util.List;

/** PyTorch's images, [batch, channels, height, width], and streams, [batch * pixels, channels]. */
final class FixtureImages {
  private FixtureImages() {}

  private static int pixels(Fixture.Tensor images) {
    return images.shape().get(2) * images.shape().get(3);
  }

  /** Channels [first, first + count) of all pixels, row by row. */
  static double[] rows(Fixture.Tensor images, int first, int count) {
    int channels = images.shape().get(1);
    int pixels = pixels(images);
    double[] rows = new double[images.shape().get(0) * pixels * count];
    for (int i = 0; i < rows.length; i++) {
      int row = i / count;
      int channel = first + i % count;
      rows[i] = images.values()[(row / pixels * channels + channel) * pixels + row % pixels];
    }
    return rows;
  }

  /** Two streams side by side as images of the given shape. */
  static double[] images(List<Integer> shape, double[] left, double[] right) {
    int channels = shape.get(1);
    int half = channels / 2;
    int pixels = shape.get(2) * shape.get(3);
    double[] images = new double[left.length + right.length];
    for (int i = 0; i < images.length; i++) {
      int image = i / (channels * pixels);
      int channel = i / pixels % channels;
      int row = image * pixels + i % pixels;
      images[i] = channel < half ? left[row * half + channel] : right[row * half + channel - half];
    }
    return images;
  }
}
