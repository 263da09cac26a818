package io.palindrome.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static String figure(double[]... values) {
    return new HeatMap(
            new Caption("title", "note"),
            "density",
            Quantity.NUMBER,
            new HeatMap.Grid(
                new HeatMap.Extent("x", -1, 1), new HeatMap.Extent("y", -2, 2), values),
            List.of(new Cloud("inside", 2, List.of(new Sample(0, 0), new Sample(5, 0)))))
        .figure();
  }

  @Test
  void theFirstRowLiesBelowAndTheLargestValueIsFull() {
    String figure = figure(new double[] {0, 0}, new double[] {0, 8});
    assertThat(figure).contains("fill-opacity=\"1\" d=\"M500 0h500v500H500z\"");
    assertThat(figure).contains("density <b>0 to 8</b>");
  }

  @Test
  void neighboursOfOneShadeAreOneBar() {
    String figure = figure(new double[] {4, 4, 4, 0}, new double[] {0, 0, 0, 0});
    assertThat(figure).contains("d=\"M0 500h750v500H0z\"");
  }

  @Test
  void pointsOutsideAreLeftOut() {
    assertThat(figure(new double[] {0, 1}))
        .contains("<path class=\"points c2\" d=\"M500 500h0\"/>");
  }

  @Test
  void valuesThatAreNotFiniteLeaveGaps() {
    assertThat(figure(new double[] {Double.NaN, 1, 0})).contains("density <b>0 to 1</b>");
    assertThat(figure(new double[] {Double.NaN})).contains("not measured in this run");
  }

  @Test
  void refusesAnEmptyGrid() {
    assertThatThrownBy(() -> figure()).hasMessage("values must have a cell or more, but has none");
  }
}
