package io.palindrome.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScatterChartTest {
  private static final Axis AXIS = new Axis("x", Quantity.NUMBER, Scale.LINEAR);

  private static String figure(Sample... points) {
    return new ScatterChart(
            new Caption("title", "note"),
            AXIS,
            AXIS,
            List.of(new Cloud("cloud", 3, List.of(points))))
        .figure();
  }

  @Test
  void drawsEveryPointInASquare() {
    String figure = figure(new Sample(0, 0), new Sample(1, 1));
    assertThat(figure)
        .startsWith("<div class=\"square\">")
        .contains("<path class=\"points c3\" d=\"M0 1000h0M1000 0h0\"/>", "cloud <b>2</b>");
  }

  @Test
  void aChartWithoutPointsSaysSo() {
    assertThat(figure()).contains("not measured in this run").doesNotContain("<svg");
  }
}
