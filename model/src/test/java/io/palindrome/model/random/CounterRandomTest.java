package io.palindrome.model.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
  private static final int N = 1 << 18;
  private static final long KEY = CounterRandom.key(17, 3, 5, 7);

  @Test
  void goldenValuesNeverChange() {
    assertThat(CounterRandom.key(0)).isEqualTo(-2152535657050944081L);
    assertThat(CounterRandom.key(17, 3, 5, 7)).isEqualTo(-220784820246487299L);
    assertThat(CounterRandom.bits(42, 0)).isEqualTo(8909182848245202375L);
    assertThat(CounterRandom.bits(42, 1)).isEqualTo(-114220628053145411L);
    assertThat(CounterRandom.bits(KEY, 1L << 40)).isEqualTo(7246033536303489494L);
    assertThat(CounterRandom.uniform(KEY, 9)).isEqualTo(0.2481952172513654);
    assertThat(CounterRandom.normal(KEY, 10)).isEqualTo(-0.45043686606029676);
    assertThat(CounterRandom.normal(KEY, 11)).isEqualTo(1.365778885006169);
  }

  @Test
  void uniformsHaveMeanAndVarianceOfTheUnitInterval() {
    double[] moments = moments(i -> CounterRandom.uniform(KEY, i));
    assertThat(moments[0]).isCloseTo(0.5, within(0.0025));
    assertThat(moments[1]).isCloseTo(1.0 / 12, within(0.001));
  }

  @Test
  void normalsHaveTheFirstFourMoments() {
    double[] moments = moments(i -> CounterRandom.normal(KEY, i));
    assertThat(moments[0]).isCloseTo(0, within(0.01));
    assertThat(moments[1]).isCloseTo(1, within(0.015));
    assertThat(moments[2]).isCloseTo(0, within(0.03));
    assertThat(moments[3]).isCloseTo(3, within(0.08));
  }

  @Test
  void everyBitIsSetHalfOfTheTime() {
    int[] set = new int[64];
    for (int i = 0; i < N; i++) {
      long bits = CounterRandom.bits(KEY, i);
      for (int bit = 0; bit < 64; bit++) {
        set[bit] += (int) (bits >>> bit & 1);
      }
    }
    for (int bit = 0; bit < 64; bit++) {
      assertThat(set[bit] / (double) N).as("bit %d", bit).isCloseTo(0.5, within(0.005));
    }
  }

  @Test
  void bytesFillAllCellsEvenly() {
    int[] counts = new int[256];
    for (int i = 0; i < N; i++) {
      counts[(int) (CounterRandom.bits(KEY, i) >>> 56)]++;
    }
    double expected = N / 256.0;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare).isBetween(165.0, 365.0);
  }

  @Test
  void neighbouringKeysElementsAndSitesAreUncorrelated() {
    assertThat(correlation(i -> CounterRandom.uniform(KEY, i + 1))).isLessThan(0.01);
    assertThat(correlation(i -> CounterRandom.uniform(KEY + 1, i))).isLessThan(0.01);
    assertThat(correlation(i -> CounterRandom.uniform(CounterRandom.key(17, 3, 5, 8), i)))
        .isLessThan(0.01);
    assertThat(correlation(i -> CounterRandom.uniform(KEY + 0x9E3779B97F4A7C15L, i - 1)))
        .isLessThan(0.01);
  }

  @Test
  void correlationOfASequenceWithItselfIsSeen() {
    assertThat(correlation(i -> CounterRandom.uniform(KEY, i))).isGreaterThan(0.99);
  }

  @Test
  void flippingOneInputBitFlipsHalfOfTheOutput() {
    long flipped = 0;
    for (int bit = 0; bit < 64; bit++) {
      for (int i = 0; i < 1000; i++) {
        long original = CounterRandom.bits(KEY + i, i);
        flipped += Long.bitCount(original ^ CounterRandom.bits((KEY + i) ^ (1L << bit), i));
        flipped += Long.bitCount(original ^ CounterRandom.bits(KEY + i, i ^ (1L << bit)));
      }
    }
    assertThat(flipped / (64.0 * 2000)).isCloseTo(32, within(0.1));
  }

  @Test
  void keysOfDifferentPathsDiffer() {
    Set<Long> keys = new HashSet<>();
    int paths = 0;
    for (long seed = 0; seed < 4; seed++) {
      keys.add(CounterRandom.key(seed));
      paths++;
      for (long a = -8; a < 24; a++) {
        keys.add(CounterRandom.key(seed, a));
        paths++;
        for (long b = -8; b < 24; b++) {
          keys.add(CounterRandom.key(seed, a, b));
          paths++;
        }
      }
    }
    assertThat(keys).hasSize(paths);
  }

  @Test
  void uniformStaysInsideTheOpenInterval() {
    double smallest = 1;
    double largest = 0;
    for (int i = 0; i < N; i++) {
      double value = CounterRandom.uniform(KEY, i);
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    assertThat(smallest).isGreaterThan(0);
    assertThat(largest).isLessThan(1);
    assertThat(((-1L >>> 12) + 0.5) * 0x1.0p-52).isLessThan(1.0);
  }

  @Test
  void filledNormalsEqualSingleOnes() {
    float[] values = new float[9];
    CounterRandom.fillNormal(KEY, 0.02, values, 2, 7);
    for (int i = 0; i < 7; i++) {
      assertThat(values[2 + i]).isEqualTo((float) (0.02 * CounterRandom.normal(KEY, i)));
    }
    assertThat(values[0]).isZero();
    assertThat(values[1]).isZero();
  }

  private static double[] moments(LongToDoubleFunction sample) {
    double mean = 0;
    for (int i = 0; i < N; i++) {
      mean += sample.applyAsDouble(i) / N;
    }
    double[] central = {mean, 0, 0, 0};
    for (int i = 0; i < N; i++) {
      double difference = sample.applyAsDouble(i) - mean;
      central[1] += difference * difference / N;
      central[2] += Math.pow(difference, 3) / N;
      central[3] += Math.pow(difference, 4) / N;
    }
    return central;
  }

  /** Absolute correlation of uniforms under KEY with another sequence of uniforms. */
  private static double correlation(LongToDoubleFunction other) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += (CounterRandom.uniform(KEY, i) - 0.5) * (other.applyAsDouble(i) - 0.5);
    }
    return Math.abs(sum / N * 12);
  }
}
