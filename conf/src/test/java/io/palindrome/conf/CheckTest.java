package io.palindrome.conf;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CheckTest {
  @Test
  void refusesNotANumber() {
    assertThatThrownBy(() -> Check.inRange("a", Double.NaN, 0, 1))
        .hasMessage("a must be between 0.0 and 1.0, but is NaN");
    assertThatThrownBy(() -> Check.positive("a", Double.NaN))
        .hasMessage("a must be positive and finite, but is NaN");
    assertThatThrownBy(() -> Check.notNegative("a", Double.POSITIVE_INFINITY))
        .hasMessage("a must be 0 or more and finite, but is Infinity");
    assertThatThrownBy(() -> Check.fraction("a", Double.NaN))
        .hasMessage("a must be at least 0 and less than 1, but is NaN");
  }

  @Test
  void takesBothEndsOfARange() {
    assertThatCode(
            () -> {
              Check.inRange("a", 1, 1, 2);
              Check.inRange("a", 2, 1, 2);
              Check.inRange("a", 0.5, 0.5, 0.5);
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Check.inRange("a", 3, 1, 2))
        .hasMessage("a must be between 1 and 2, but is 3");
  }

  @Test
  void namesWhatIsAllowed() {
    assertThatThrownBy(() -> Check.oneOf("a", "x", List.of("y", "z")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a must be one of [y, z], but is x");
    assertThatThrownBy(() -> Check.positive("a", 0)).hasMessage("a must be positive, but is 0");
  }

  @Test
  void writesNumbersTheSameEverywhere() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThatThrownBy(() -> Check.inRange("a", 3, 1, 2))
          .hasMessage("a must be between 1 and 2, but is 3");
    } finally {
      Locale.setDefault(before);
    }
  }
}
