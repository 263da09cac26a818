package io.palindrome.model.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.UserException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterInitializerTest {
  private static final ReformerConfig CONFIG = TinyConfigs.axial();
  private static final ParameterLayout LAYOUT = ParameterLayout.of(CONFIG);

  private static float[] slice(float[] flat, Slot slot) {
    return Arrays.copyOfRange(flat, (int) slot.offset(), (int) slot.end());
  }

  @Test
  void sameSeedGivesTheSameBitsAndAnotherSeedOthers() {
    float[] flat = ParameterInitializer.initialize(CONFIG, 7);
    assertThat(flat).isEqualTo(ParameterInitializer.initialize(CONFIG, 7));
    assertThat(slice(flat, LAYOUT.head().weight()))
        .isNotEqualTo(slice(ParameterInitializer.initialize(CONFIG, 8), LAYOUT.head().weight()));
  }

  @Test
  void weightsAreNormalWithDeviationTwoHundredths() {
    ReformerConfig wide = resized(2000, 64, TinyConfigs.learned().position());
    float[] words =
        slice(ParameterInitializer.initialize(wide, 3), ParameterLayout.of(wide).wordEmbeddings());
    double mean = 0;
    double square = 0;
    for (float word : words) {
      mean += word / (double) words.length;
      square += (double) word * word / words.length;
    }
    assertThat(mean).isCloseTo(0, within(0.0003));
    assertThat(Math.sqrt(square)).isCloseTo(0.02, within(0.0003));
  }

  @Test
  void everyWeightIsDrawnGainsAreOneAndBiasesZero() {
    float[] flat = ParameterInitializer.initialize(CONFIG, 7);
    for (Slot slot : LAYOUT.slots()) {
      float[] values = slice(flat, slot);
      if (slot.name().contains("norm.weight")) {
        assertThat(values).as(slot.name()).containsOnly(1f);
      } else if (slot.name().endsWith(".bias")) {
        assertThat(values).as(slot.name()).containsOnly(0f);
      } else if (!slot.name().contains("position")) {
        assertThat(values).as(slot.name()).doesNotContain(0f).doesNotContain(1f);
        assertThat(values[0]).as(slot.name()).isNotEqualTo(values[1]);
      }
    }
  }

  @Test
  void slotsOfOneShapeDiffer() {
    float[] flat = ParameterInitializer.initialize(CONFIG, 7);
    AttentionSlots.Local local = (AttentionSlots.Local) LAYOUT.layer(0).attention();
    assertThat(slice(flat, local.query())).isNotEqualTo(slice(flat, local.key()));
  }

  @Test
  void columnTableHoldsSinesThenCosines() {
    float[] flat = ParameterInitializer.initialize(CONFIG, 7);
    Slot columns = ((PositionSlots.Axial) LAYOUT.positions()).columns();
    float[] table = slice(flat, columns);
    double middle = 1.5 / 8;
    double slowest = 1.5 / 64;
    for (int t = 0; t < 16; t++) {
      double[] expected = {
        0.1 * Math.sin(1.5 * t),
        0.1 * Math.sin(middle * t),
        0.1 * Math.sin(slowest * t),
        0.1 * Math.cos(1.5 * t),
        0.1 * Math.cos(middle * t)
      };
      for (int j = 0; j < 5; j++) {
        assertThat(table[5 * t + j]).isCloseTo((float) expected[j], within(1e-7f));
      }
    }
  }

  @Test
  void rowTableTurnsSlowerThanColumnsAndEndsAtHalfATurn() {
    float[] flat = ParameterInitializer.initialize(CONFIG, 7);
    float[] rows = slice(flat, ((PositionSlots.Axial) LAYOUT.positions()).rows());
    assertThat(rows[3 * 3]).isCloseTo((float) (0.1 * Math.sin(1.5)), within(1e-7f));
    ReformerConfig tall =
        resized(11, 8, new PositionConfig(PositionKind.AXIAL, 128, List.of(32, 4), List.of(4, 4)));
    float[] many = ParameterInitializer.initialize(tall, 7);
    float[] table =
        slice(many, ((PositionSlots.Axial) ParameterLayout.of(tall).positions()).rows());
    assertThat(table[16 * 4 + 1]).isCloseTo(0.1f, within(1e-6f));
  }

  @Test
  void learnedTableNeverRepeatsAPosition() {
    ReformerConfig config =
        resized(11, 8, new PositionConfig(PositionKind.LEARNED, 512, List.of(), List.of()));
    float[] flat = ParameterInitializer.initialize(config, 7);
    Slot table = ((PositionSlots.Learned) ParameterLayout.of(config).positions()).table();
    float[] values = slice(flat, table);
    double nearest = Double.MAX_VALUE;
    for (int a = 0; a < 512; a++) {
      for (int b = 0; b < a; b++) {
        double distance = 0;
        for (int j = 0; j < 8; j++) {
          distance += Math.pow(values[8 * a + j] - (double) values[8 * b + j], 2);
        }
        nearest = Math.min(nearest, distance);
      }
    }
    assertThat(Math.sqrt(nearest)).isGreaterThan(0.005);
    assertThat(values[0]).isZero();
    assertThat(values[4]).isEqualTo(0.1f);
  }

  @Test
  void refusesMoreParametersThanOneArrayHolds() {
    assertThatThrownBy(
            () ->
                ParameterInitializer.initialize(
                    resized(1 << 24, 64, TinyConfigs.learned().position()), 7))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot initialize the model: it has 3238")
        .hasMessageContaining("and one vector holds 2147483639; choose fewer layers");
  }

  private static ReformerConfig resized(int vocabularySize, int dModel, PositionConfig position) {
    return new ReformerConfig(
        vocabularySize,
        dModel,
        CONFIG.heads(),
        CONFIG.dHead(),
        CONFIG.layers(),
        true,
        0.0,
        1e-12,
        0,
        0,
        position,
        CONFIG.lsh(),
        CONFIG.local(),
        CONFIG.full(),
        CONFIG.feedForward());
  }
}
