package io.palindrome.model.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RepetitionTest {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private static double[] applied(Repetition repetition, double[] logits, int... text) {
    double[] changed = logits.clone();
    repetition.apply(changed, text);
    return changed;
  }

  @Test
  void allowedRepetitionChangesNothing() {
    double[] logits = {1, -1, NEVER, 0};
    assertThat(applied(Repetition.ALLOWED, logits, 0, 1, 2, 0)).isEqualTo(logits);
  }

  @Test
  void tokensOfTheTextAreLessLikelyOnce() {
    double[] logits = {4, -4, NEVER, 0, 4};
    assertThat(applied(new Repetition(2, 0, 0), logits, 0, 0, 1, 2, 3))
        .containsExactly(2, -8, NEVER, 0, 4);
  }

  @Test
  void onlyTheWindowIsPenalised() {
    assertThat(applied(new Repetition(2, 2, 0), new double[] {4, 4, 4}, 0, 1, 2))
        .containsExactly(4, 2, 2);
    assertThat(applied(new Repetition(2, 9, 0), new double[] {4, 4, 4}, 0, 1))
        .containsExactly(2, 2, 4);
  }

  @Test
  void whatWouldCompleteASecondCopyIsForbidden() {
    double[] even = {1, 1, 1, 1};
    assertThat(applied(new Repetition(1, 0, 3), even, 0, 1, 2, 0, 1, 3, 0, 1))
        .containsExactly(1, 1, NEVER, NEVER);
    assertThat(applied(new Repetition(1, 0, 2), even, 0, 0)).containsExactly(NEVER, 1, 1, 1);
    assertThat(applied(new Repetition(1, 0, 4), even, 0, 1)).isEqualTo(even);
  }

  @Test
  void nothingIsForbiddenWhereEverythingWouldBe() {
    double[] logits = {1, NEVER};
    assertThat(applied(new Repetition(1, 0, 2), logits, 0, 0)).isEqualTo(logits);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Repetition(0.5, 0, 0))
        .hasMessage("repetition-penalty must be between 1.0 and 100.0, but is 0.5");
    assertThatThrownBy(() -> new Repetition(1, -1, 0))
        .hasMessage("repetition-window must be 0 or more, but is -1");
    assertThatThrownBy(() -> new Repetition(1, 0, 1))
        .hasMessage("no-repeat-ngram must be 0 or 2 or more, but is 1");
  }
}
