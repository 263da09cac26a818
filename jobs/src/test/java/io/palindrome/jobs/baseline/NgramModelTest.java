package io.palindrome.jobs.baseline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NgramModelTest {
  @Test
  void anUntrainedModelIsUniform() {
    NgramModel model = new NgramModel();
    assertThat(model.probability(bytes("xyz"), 2, 3)).isEqualTo(1.0 / 256);
    assertThat(model.bits(bytes("xyz"), 3)).isCloseTo(24, within(1e-12));
  }

  /** Trained on "abab": c(a) = c(b) = 2, c(ab) = 2, c(ba) = 1, c(aba) = c(bab) = 1. */
  @Test
  void equalsTheFormulaByHand() {
    NgramModel model = new NgramModel();
    model.count(bytes("abab"));
    double a1 = (2 + 2 / 256.0) / 6;
    assertThat(model.probability(bytes("a"), 0, 3)).isCloseTo(a1, within(1e-15));
    double c1 = (2 / 256.0) / 6;
    assertThat(model.probability(bytes("c"), 0, 1)).isCloseTo(c1, within(1e-15));
    double afterB = (1 + a1) / 2;
    assertThat(model.probability(bytes("ba"), 1, 3)).isCloseTo(afterB, within(1e-15));
    double afterAb = (1 + afterB) / 2;
    assertThat(model.probability(bytes("aba"), 2, 3)).isCloseTo(afterAb, within(1e-15));
    // "cb" was never seen: the trigram falls back on the bigram after b.
    assertThat(model.probability(bytes("cba"), 2, 3)).isCloseTo(afterB, within(1e-15));
    // The order limits the history.
    assertThat(model.probability(bytes("aba"), 2, 1)).isCloseTo(a1, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void probabilitiesSumToOneAfterAnyHistory(int order) {
    NgramModel model = new NgramModel();
    model.count(bytes("the rain in spain stays mainly on the plain\u00ff\u0000"));
    for (String history : new String[] {"", "a", "in", "qz", "\u00ff\u0000", "th"}) {
      byte[] text = bytes(history + "?");
      double sum = 0;
      for (int next = 0; next < 256; next++) {
        text[text.length - 1] = (byte) next;
        sum += model.probability(text, text.length - 1, order);
      }
      assertThat(sum).as("history '%s'", history).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void historiesDoNotReachAcrossDocuments() {
    NgramModel together = new NgramModel();
    together.count(bytes("abcd"));
    NgramModel apart = new NgramModel();
    apart.count(bytes("ab"));
    apart.count(bytes("cd"));
    byte[] text = bytes("bc");
    assertThat(apart.probability(text, 1, 1)).isEqualTo(together.probability(text, 1, 1));
    assertThat(apart.probability(text, 1, 2)).isLessThan(together.probability(text, 1, 2));
  }

  @Test
  void longerHistoriesHelpOnRepetitiveText() {
    NgramModel model = new NgramModel();
    model.count(bytes("abcacb".repeat(500)));
    byte[] held = bytes("abcacb".repeat(50));
    assertThat(model.bits(held, 3)).isLessThan(model.bits(held, 2));
    assertThat(model.bits(held, 2)).isLessThan(model.bits(held, 1));
  }

  @Test
  void bytesOfTokensLeaveOutSpecialTokens() {
    assertThat(NgramModel.bytes(new int[] {1, 4 + 'h', 4 + 255, 2, 0, 260}, 4))
        .containsExactly('h', 255);
    assertThat(NgramModel.bytes(new int[] {'h', 256, 257}, 0)).containsExactly('h');
  }

  @Test
  void refusesOrdersItDoesNotHave() {
    assertThatThrownBy(() -> new NgramModel().probability(new byte[1], 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("order must be between 1 and 3, but is 4");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
