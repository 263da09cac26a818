package io.palindrome.model.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PanelsOfColumnsTest {
  private static final int ROWS = LeftPanels.ROWS;
  private static final int FROM = 7;
  private static final int TO = 5;
  private static final float UNTOUCHED = -77;

  static Stream<Arguments> depthPanelsAndGap() {
    return Stream.of(1, 2, 3, 4, 9, 40)
        .flatMap(
            depth ->
                Stream.of(1, 2, 3, 8)
                    .flatMap(
                        panels -> Stream.of(0, 1, 5).map(gap -> Arguments.of(depth, panels, gap))));
  }

  /** The operand ends with its last element, so that reading beyond it would throw. */
  @ParameterizedTest
  @MethodSource("depthPanelsAndGap")
  void packsEachPanelAndNothingElse(int depth, int panels, int gap) {
    int stride = ROWS * panels + gap;
    float[] a = new float[FROM + (depth - 1) * stride + ROWS * panels];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) CounterRandom.normal(31, i);
    }
    float[] expected = new float[TO + panels * depth * ROWS + TO];
    Arrays.fill(expected, UNTOUCHED);
    float[] packed = expected.clone();
    for (int panel = 0; panel < panels; panel++) {
      for (int k = 0; k < depth; k++) {
        for (int i = 0; i < ROWS; i++) {
          expected[TO + (panel * depth + k) * ROWS + i] = a[FROM + k * stride + panel * ROWS + i];
        }
      }
    }
    PanelsOfColumns.pack(a, FROM, stride, depth, panels, packed, TO);
    assertThat(packed).containsExactly(expected);
  }
}
