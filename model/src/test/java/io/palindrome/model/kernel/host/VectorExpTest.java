package io.palindrome.model.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class VectorExpTest {
  private static final int COUNT = 4096;

  private static float[] exp(float... x) {
    float[] padded = Arrays.copyOf(x, Lanes.roundUp(x.length));
    VectorExp.exponentiate(padded, 0, padded.length);
    return Arrays.copyOf(padded, x.length);
  }

  @Test
  void isRightToItsLastBits() {
    float[] x = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      x[i] = (float) (-59.9 + 147.8 * i / COUNT);
    }
    float[] e = exp(x);
    for (int i = 0; i < COUNT; i++) {
      double exact = Math.exp(x[i]);
      assertThat((double) e[i]).isCloseTo(exact, Percentage.withPercentage(3e-5));
    }
  }

  /** A hidden key's weight must be 0 and no number that division makes subnormal. */
  @Test
  void isNothingWhereArgumentsAreFarBelow() {
    assertThat(exp(-60f, -87f, -1e9f, -3e38f, Float.NEGATIVE_INFINITY)).containsOnly(0f);
  }

  @Test
  void keepsWhatIsNoNumber() {
    float negative = Float.intBitsToFloat(0xFFC00000);
    for (float e : exp(Float.NaN, negative, Float.NaN)) {
      assertThat(e).isNaN();
    }
  }
}
