package io.palindrome.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final Axis X = new Axis("tokens", Quantity.COUNT, Scale.LINEAR);

  @Test
  void drawsEachLineFromCornerToCornerOfItsRange() {
    String figure = chart(Scale.FROM_ZERO, new Sample(0, 0), new Sample(10, 5)).figure();
    assertThat(figure).contains("<path class=\"line c1\" d=\"M0 1000L1000 0\"/>");
    assertThat(figure).contains("<path class=\"rule\" d=\"M0 500H1000\"/>");
    assertThat(figure).contains("style=\"top:50%\">half <b>2.50</b>");
  }

  @Test
  void logScalesLeaveOutWhatTheyCannotShow() {
    String figure =
        chart(Scale.LOG, new Sample(0, 0), new Sample(5, 1), new Sample(10, 100)).figure();
    assertThat(figure).contains("d=\"M0 1000L1000 0\"");
  }

  @Test
  void hoverValuesAreWrittenWithTheirUnits() {
    assertThat(chart(Scale.LINEAR, new Sample(20_000, 3)).figure())
        .contains("&quot;n&quot;:&quot;a line&quot;", "&quot;20 k&quot;,&quot;3&quot;");
  }

  @Test
  void labelsOfRulesKeepApart() {
    LineChart chart =
        new LineChart(
            new Caption("t", "n"),
            X,
            new Axis("y", Quantity.BITS, Scale.FROM_ZERO),
            List.of(new Line("l", 1, Line.Stroke.SOLID, List.of(new Sample(0, 5)))),
            List.of(new Rule("low", 9.99), new Rule("high", 10)));
    assertThat(chart.figure()).contains("top:0%\">high", "top:6%\">low");
  }

  @Test
  void aChartWithoutSamplesSaysSo() {
    assertThat(chart(Scale.LINEAR).figure())
        .contains("not measured in this run")
        .doesNotContain("<svg");
    assertThat(chart(Scale.LOG, new Sample(1, 0), new Sample(2, Double.NaN)).figure())
        .contains("not measured in this run");
  }

  private static LineChart chart(Scale scale, Sample... samples) {
    return new LineChart(
        new Caption("title", "note"),
        X,
        new Axis("y", Quantity.NUMBER, scale),
        List.of(new Line("a line", 1, Line.Stroke.SOLID, List.of(samples))),
        List.of(new Rule("half", 2.5)));
  }
}
