package io.palindrome.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StackedChartTest {
  @Test
  void partsStandOnEachOther() {
    assertThat(chart(2).figure())
        .contains("class=\"bar c1\" x=\"40\" y=\"750\" width=\"420\" height=\"250\"")
        .contains("class=\"bar c2\" x=\"40\" y=\"0\" width=\"420\" height=\"750\"")
        .contains("train <b>mean 1 s</b>", "reduce <b>mean 3 s</b>")
        .doesNotContain("each bar is the mean");
  }

  @Test
  void manyColumnsAreAveragedAndTheNoteSaysSo() {
    String figure = chart(150).figure();
    assertThat(figure).contains("seconds; each bar is the mean of 3");
    assertThat(figure.split("class=\"bar c1\"", -1)).hasSize(51);
  }

  private static StackedChart chart(int columns) {
    return new StackedChart(
        new Caption("Rounds", "seconds"),
        new Axis("round", Quantity.COUNT, Scale.LINEAR),
        new Axis("seconds", Quantity.SECONDS, Scale.FROM_ZERO),
        List.of("train", "reduce"),
        IntStream.range(0, columns)
            .mapToObj(i -> new StackedChart.Column(i + 1, List.of(1.0, 3.0)))
            .toList());
  }
}
