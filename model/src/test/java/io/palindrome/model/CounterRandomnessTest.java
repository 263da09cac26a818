package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.layer.RotationShape;
import io.palindrome.model.layer.Site;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterRandomnessTest {
  private static final int ROWS = 400;
  private static final int COLUMNS = 100;
  private static final RotationShape SHAPE = new RotationShape(4, 8, 2, 16);

  private static double[] mask(StepKey key, Site site, int layer, double probability) {
    Dropout dropout = new CounterRandomness(key).dropout(site, layer, probability);
    double[] mask = new double[ROWS * COLUMNS];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = dropout.scale(i / COLUMNS, i % COLUMNS);
    }
    return mask;
  }

  /** Fraction of elements in which two masks agree; one half for independent fair masks. */
  private static double agreement(double[] a, double[] b) {
    int same = 0;
    for (int i = 0; i < a.length; i++) {
      same += a[i] == b[i] ? 1 : 0;
    }
    return (double) same / a.length;
  }

  private static double correlation(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum / a.length;
  }

  @Test
  void sameKeyGivesTheSameBits() {
    StepKey key = new StepKey(7, 3, 5);
    assertThat(mask(key, Site.ATTENTION, 2, 0.3)).isEqualTo(mask(key, Site.ATTENTION, 2, 0.3));
    assertThat(new CounterRandomness(key).rotations(1, 0, 2, SHAPE))
        .isEqualTo(new CounterRandomness(new StepKey(7, 3, 5)).rotations(1, 0, 2, SHAPE));
  }

  @Test
  void everyPartOfTheKeyGivesAnIndependentMask() {
    StepKey key = new StepKey(7, 3, 5);
    List<double[]> masks = new ArrayList<>();
    for (Site site : Site.values()) {
      masks.add(mask(key, site, 2, 0.5));
    }
    for (int layer : new int[] {-1, 0, 1, 3}) {
      masks.add(mask(key, Site.ATTENTION, layer, 0.5));
    }
    masks.add(mask(new StepKey(8, 3, 5), Site.ATTENTION, 2, 0.5));
    masks.add(mask(new StepKey(7, 4, 5), Site.ATTENTION, 2, 0.5));
    masks.add(mask(new StepKey(7, 3, 6), Site.ATTENTION, 2, 0.5));
    masks.add(mask(new StepKey(7, 5, 3), Site.ATTENTION, 2, 0.5));
    for (int a = 0; a < masks.size(); a++) {
      for (int b = 0; b < a; b++) {
        assertThat(agreement(masks.get(a), masks.get(b)))
            .as("masks %d and %d", a, b)
            .isCloseTo(0.5, within(0.02));
      }
    }
  }

  @Test
  void keepsTheMeanAndDropsTheGivenFraction() {
    double[] mask = mask(new StepKey(1, 0, 0), Site.FEED_FORWARD_HIDDEN, 0, 0.2);
    double mean = 0;
    int dropped = 0;
    for (double scale : mask) {
      mean += scale / mask.length;
      dropped += scale == 0 ? 1 : 0;
      assertThat(scale).isIn(0.0, 1.25);
    }
    assertThat(mean).isCloseTo(1, within(0.01));
    assertThat((double) dropped / mask.length).isCloseTo(0.2, within(0.01));
  }

  @Test
  void aWindowShowsTheSameMask() {
    Dropout whole = new CounterRandomness(new StepKey(1, 0, 0)).dropout(Site.FINAL, -1, 0.5);
    Dropout window = whole.fromRow(1000).fromRow(24);
    for (int row = 0; row < 20; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        assertThat(window.scale(row, column)).isEqualTo(whole.scale(1024 + row, column));
      }
    }
  }

  @Test
  void nothingIsDroppedAtProbabilityZero() {
    assertThat(new CounterRandomness(new StepKey(1, 0, 0)).dropout(Site.FINAL, 0, 0))
        .isSameAs(Dropout.NONE);
  }

  @Test
  void rotationsAreNormalAndIndependentOfHeadLayerAndStep() {
    List<double[]> all =
        List.of(
            new CounterRandomness(new StepKey(1, 0, 0)).rotations(0, 0, 0, SHAPE),
            new CounterRandomness(new StepKey(1, 0, 0)).rotations(0, 0, 1, SHAPE),
            new CounterRandomness(new StepKey(1, 0, 0)).rotations(1, 0, 0, SHAPE),
            new CounterRandomness(new StepKey(1, 0, 0)).rotations(0, 1, 0, SHAPE),
            new CounterRandomness(new StepKey(1, 0, 1)).rotations(0, 0, 0, SHAPE),
            new CounterRandomness(new StepKey(1, 1, 0)).rotations(0, 0, 0, SHAPE));
    for (int a = 0; a < all.size(); a++) {
      assertThat(all.get(a)).hasSize(8 * 2 * 16);
      assertThat(correlation(all.get(a), all.get(a))).isCloseTo(1, within(0.3));
      for (int b = 0; b < a; b++) {
        assertThat(correlation(all.get(a), all.get(b))).isCloseTo(0, within(0.2));
      }
    }
  }
}
