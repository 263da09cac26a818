package io.palindrome.model.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the generated images give away, and what they do not. */
class GeneratedImagesTest {
  private static final int COUNT = 1600;
  private static final GeneratedImages IMAGES = new GeneratedImages(5, 16, 0.1);
  private static final double CHANCE = 1.0 / GeneratedImages.CLASSES;

  /** Mean colour of an image. */
  private static double[] colour(ImageBatch batch, int image) {
    int values = batch.pixels().length / batch.images();
    double[] colour = new double[GeneratedImages.CHANNELS];
    for (int i = 0; i < values; i++) {
      colour[i % colour.length] += batch.pixels()[image * values + i] * colour.length / values;
    }
    return colour;
  }

  private static double distance(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i])).sum();
  }

  /** Share of the second half's images whose class has the nearest mean colour in the first. */
  private static double namedByColour(ImageBatch batch) {
    double[][] means = new double[GeneratedImages.CLASSES][GeneratedImages.CHANNELS];
    int[] counts = new int[GeneratedImages.CLASSES];
    for (int i = 0; i < COUNT / 2; i++) {
      double[] colour = colour(batch, i);
      counts[batch.labels()[i]]++;
      for (int c = 0; c < colour.length; c++) {
        means[batch.labels()[i]][c] += colour[c];
      }
    }
    for (int label = 0; label < means.length; label++) {
      int count = counts[label];
      means[label] = Arrays.stream(means[label]).map(sum -> sum / count).toArray();
    }
    int right = 0;
    for (int i = COUNT / 2; i < COUNT; i++) {
      double[] colour = colour(batch, i);
      int nearest = 0;
      for (int label = 1; label < means.length; label++) {
        boolean nearer = distance(colour, means[label]) < distance(colour, means[nearest]);
        nearest = nearer ? label : nearest;
      }
      right += nearest == batch.labels()[i] ? 1 : 0;
    }
    return right / (COUNT / 2.0);
  }

  @Test
  void aColourDoesNotGiveTheClassAway() {
    assertThat(namedByColour(IMAGES.batch(0, COUNT))).isBetween(CHANCE / 2, 1.5 * CHANCE);
  }

  @Test
  void aTintByClassWouldBeFoundOut() {
    ImageBatch batch = IMAGES.batch(0, COUNT);
    double[] tinted = batch.pixels().clone();
    int values = tinted.length / COUNT;
    for (int i = 0; i < tinted.length; i++) {
      tinted[i] += i % GeneratedImages.CHANNELS == 0 ? 0.3 * batch.labels()[i / values] : 0;
    }
    assertThat(namedByColour(new ImageBatch(tinted, batch.labels()))).isGreaterThan(2 * CHANCE);
  }

  @Test
  void noiseIsAddedToTheSamePicture() {
    double[] clean = new GeneratedImages(5, 16, 0).batch(7, 50).pixels();
    double[] noisy = IMAGES.batch(7, 50).pixels();
    double squares =
        IntStream.range(0, clean.length)
            .mapToDouble(i -> (noisy[i] - clean[i]) * (noisy[i] - clean[i]))
            .sum();
    assertThat(Math.sqrt(squares / clean.length)).isBetween(0.098, 0.102);
    assertThat(Arrays.stream(clean).distinct().count()).isLessThanOrEqualTo(50 * 9L);
  }
}
