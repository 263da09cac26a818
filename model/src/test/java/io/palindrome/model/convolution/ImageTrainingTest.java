package io.palindrome.model.convolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.reversible.Reversible;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageTrainingTest {
  private static final GeneratedImages IMAGES = new GeneratedImages(5, 8, 0.1);

  private static NetworkShape shape() {
    return new NetworkShape(
        IMAGES.shape(),
        GeneratedImages.CLASSES,
        BranchKind.BASIC,
        Activation.RELU,
        List.of(new NetworkShape.OfStage(8, 8, 1), new NetworkShape.OfStage(8, 8, 1)));
  }

  private static double[] losses(ImageNetwork network, int threads) {
    try (ImageTraining training = new ImageTraining(network, new HostKernels(threads), 3)) {
      ImageBatch batch = IMAGES.batch(0, 32);
      double[] losses =
          IntStream.range(0, 25).mapToDouble(step -> training.step(batch, 1e-2)).toArray();
      assertThat(training.accuracy(batch)).isBetween(0.0, 1.0);
      return losses;
    }
  }

  @Test
  void learnsABatchByHeartAndTwiceToTheSameBits() {
    double[] losses = losses(RevNet.of(shape(), new Reversible()), 2);
    assertThat(losses[0]).isGreaterThan(1.5);
    assertThat(losses[24]).isLessThan(0.5 * losses[0]);
    assertThat(losses(RevNet.of(shape(), new Reversible()), 1)).containsExactly(losses);
  }

  @Test
  void resNetLearnsToo() {
    double[] losses = losses(ResNet.of(shape()), 2);
    assertThat(losses[24]).isLessThan(0.5 * losses[0]);
  }

  @Test
  void imagesDependOnSeedAndNumberAlone() {
    ImageBatch some = IMAGES.batch(3, 2);
    ImageBatch more = IMAGES.batch(0, 600);
    int values = 8 * 8 * GeneratedImages.CHANNELS;
    for (int i = 0; i < some.pixels().length; i++) {
      assertThat(some.pixels()[i]).isEqualTo(more.pixels()[3 * values + i]);
    }
    assertThat(some.labels()).containsExactly(more.labels()[3], more.labels()[4]);
    assertThat(new GeneratedImages(6, 8, 0.1).batch(0, 600).labels()).isNotEqualTo(more.labels());
    for (int label = 0; label < GeneratedImages.CLASSES; label++) {
      int wanted = label;
      assertThat(IntStream.of(more.labels()).filter(of -> of == wanted).count())
          .isBetween(45L, 110L);
    }
  }

  @Test
  void rejectsStagesThatASqueezeCannotJoin() {
    assertThatThrownBy(() -> RevNet.withoutStoredLayers(shape(), new Reversible()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width of stage 1 must be 32, four times that of the stage before, but is 8");
  }

  @Test
  void rejectsImagesThatStagesCannotHalve() {
    assertThatThrownBy(
            () ->
                new NetworkShape(
                    new ImageShape(6, 4, 3),
                    2,
                    BranchKind.BASIC,
                    Activation.RELU,
                    List.of(
                        new NetworkShape.OfStage(1, 1, 1),
                        new NetworkShape.OfStage(1, 1, 1),
                        new NetworkShape.OfStage(1, 1, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("height and width must be multiples of 4 for 3 stages, but are 6 and 4");
  }
}
