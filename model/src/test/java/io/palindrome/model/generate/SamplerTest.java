package io.palindrome.model.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.DataException;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int DRAWS = 40_000;

  /** Probabilities 0.1, 0.4, 0.3, 0.2 at temperature 1. */
  private static final double[] LOGITS = {
    Math.log(0.1), Math.log(0.4), Math.log(0.3), Math.log(0.2)
  };

  private static double[] frequencies(Sampler sampler, double[] logits) {
    double[] frequencies = new double[logits.length];
    for (int step = 0; step < DRAWS; step++) {
      frequencies[sampler.sample(logits, step)] += 1.0 / DRAWS;
    }
    return frequencies;
  }

  @Test
  void drawsWithTheProbabilitiesOfTheLogits() {
    assertThat(frequencies(new Sampler(1, 0, 1, 7), LOGITS))
        .containsExactly(new double[] {0.1, 0.4, 0.3, 0.2}, within(0.01));
  }

  @Test
  void lowTemperatureSharpensAndHighFlattens() {
    double total = 0.01 + 0.16 + 0.09 + 0.04;
    assertThat(frequencies(new Sampler(0.5, 0, 1, 7), LOGITS))
        .containsExactly(
            new double[] {0.01 / total, 0.16 / total, 0.09 / total, 0.04 / total}, within(0.01));
    assertThat(frequencies(new Sampler(100, 0, 1, 7), LOGITS))
        .containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(0.015));
  }

  @Test
  void temperatureZeroTakesTheFirstOfTheLargest() {
    assertThat(Sampler.greedy().sample(LOGITS, 3)).isEqualTo(1);
    assertThat(Sampler.greedy().sample(new double[] {1, 5, 5}, 3)).isEqualTo(1);
  }

  @Test
  void topKChoosesAmongTheMostProbable() {
    assertThat(frequencies(new Sampler(1, 2, 1, 7), LOGITS))
        .containsExactly(new double[] {0, 4 / 7.0, 3 / 7.0, 0}, within(0.01));
    assertThat(frequencies(new Sampler(1, 1, 1, 7), LOGITS))
        .containsExactly(new double[] {0, 1, 0, 0}, within(1e-9));
    assertThat(frequencies(new Sampler(1, 99, 1, 7), LOGITS))
        .containsExactly(new double[] {0.1, 0.4, 0.3, 0.2}, within(0.01));
  }

  @Test
  void topPKeepsTheTokenThatReachesIt() {
    assertThat(frequencies(new Sampler(1, 0, 0.5, 7), LOGITS))
        .containsExactly(new double[] {0, 4 / 7.0, 3 / 7.0, 0}, within(0.01));
    assertThat(frequencies(new Sampler(1, 0, 0.39, 7), LOGITS))
        .containsExactly(new double[] {0, 1, 0, 0}, within(1e-9));
    assertThat(frequencies(new Sampler(1, 0, 1e-9, 7), LOGITS))
        .containsExactly(new double[] {0, 1, 0, 0}, within(1e-9));
  }

  @Test
  void topPCountsWhatTopKLeft() {
    assertThat(frequencies(new Sampler(1, 3, 0.75, 7), LOGITS))
        .containsExactly(new double[] {0, 4 / 7.0, 3 / 7.0, 0}, within(0.01));
  }

  @Test
  void topKOfEqualLogitsPrefersLowerTokens() {
    assertThat(frequencies(new Sampler(1, 2, 1, 7), new double[4]))
        .containsExactly(new double[] {0.5, 0.5, 0, 0}, within(0.01));
  }

  @Test
  void seedAndStepDecideTheDraw() {
    Sampler sampler = new Sampler(1, 0, 1, 7);
    StringBuilder first = new StringBuilder();
    StringBuilder other = new StringBuilder();
    for (int step = 0; step < 32; step++) {
      first.append(sampler.sample(LOGITS, step));
      other.append(new Sampler(1, 0, 1, 8).sample(LOGITS, step));
    }
    assertThat(first).hasToString("13201123112211022011003213013133");
    assertThat(other.toString()).isNotEqualTo(first.toString());
  }

  @Test
  void minusInfinityForbidsATokenAndLogitsStay() {
    double[] logits = {Double.NEGATIVE_INFINITY, 0, 800, Double.NEGATIVE_INFINITY};
    double[] copy = logits.clone();
    assertThat(frequencies(new Sampler(100, 0, 1, 7), logits))
        .containsExactly(
            new double[] {0, 1 / (1 + Math.exp(8)), 1 / (1 + Math.exp(-8)), 0}, within(0.001));
    assertThat(frequencies(new Sampler(100, 4, 0.9999999, 7), logits)[3]).isZero();
    assertThat(logits).isEqualTo(copy);
  }

  @Test
  void refusesLogitsThatAreNoNumbers() {
    assertThatThrownBy(() -> Sampler.greedy().sample(new double[] {0, Double.NaN}, 0))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot choose a token: the logit of token 1 is NaN; the parameters are damaged or the"
                + " training diverged, use an older checkpoint");
    assertThatThrownBy(() -> Sampler.greedy().sample(new double[] {Double.POSITIVE_INFINITY}, 0))
        .hasMessageContaining("the logit of token 0 is Infinity");
    assertThatThrownBy(() -> Sampler.greedy().sample(new double[] {Double.NEGATIVE_INFINITY}, 0))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot choose a token: all 1 of them are forbidden; forbid fewer tokens");
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> new Sampler(-1, 0, 1, 0))
        .hasMessage("temperature must be between 0.0 and 100.0, but is -1.0");
    assertThatThrownBy(() -> new Sampler(Double.NaN, 0, 1, 0))
        .hasMessage("temperature must be between 0.0 and 100.0, but is NaN");
    assertThatThrownBy(() -> new Sampler(1, -1, 1, 0))
        .hasMessage("top-k must be 0 or more, but is -1");
    assertThatThrownBy(() -> new Sampler(1, 0, 0, 0))
        .hasMessage("top-p must be more than 0 and at most 1, but is 0.0");
    assertThatThrownBy(() -> new Sampler(1, 0, 1.5, 0))
        .hasMessage("top-p must be more than 0 and at most 1, but is 1.5");
  }

  @Test
  void samplesDrawDifferentlyAndTheFirstAsTheSeedDoes() {
    Sampler sampler = new Sampler(1, 0, 1, 7);
    assertThat(sampler.ofSample(0)).isEqualTo(sampler);
    assertThat(sampler.ofSample(1)).isNotEqualTo(sampler).isNotEqualTo(sampler.ofSample(2));
    assertThat(frequencies(sampler.ofSample(1), LOGITS)[1])
        .isCloseTo(frequencies(sampler, LOGITS)[1], org.assertj.core.data.Offset.offset(0.05));
  }
}
