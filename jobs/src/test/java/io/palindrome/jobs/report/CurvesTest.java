package io.palindrome.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {
  @Test
  void takesEachQuantityAndLeavesOutWhatWasNotMeasured() {
    Curves curves =
        Curves.of(
            List.of(
                round(1, 10, 5.5, 1e-7, List.of(new RoundEntry.PartSeconds("train", 3))),
                new EvaluationEntry(1, 10, "validation", 5.1, 100, 1),
                new EvaluationEntry(1, 10, "test", 5.2, 100, 1),
                round(2, 20, 4.5, Double.NaN, List.of(new RoundEntry.PartSeconds("save", 2)))));
    assertThat(curves.trainingLoss()).containsExactly(new Point(10, 1, 5.5), new Point(20, 2, 4.5));
    assertThat(curves.reconstructionError()).containsExactly(new Point(10, 1, 1e-7));
    assertThat(curves.evaluations())
        .containsExactly(
            new Series("validation", List.of(new Point(10, 1, 5.1))),
            new Series("test", List.of(new Point(10, 1, 5.2))));
    assertThat(curves.roundSeconds())
        .containsExactly(
            new Series("train", List.of(new Point(10, 1, 3), new Point(20, 2, 0))),
            new Series("save", List.of(new Point(10, 1, 0), new Point(20, 2, 2))));
    assertThat(curves.residentBytes()).extracting(Point::value).containsExactly(70.0, 70.0);
    assertThat(curves.heapBytes()).extracting(Point::value).containsExactly(60.0, 60.0);
    assertThat(curves.learningRate()).extracting(Point::value).containsExactly(0.01, 0.01);
    assertThat(curves.gradientNorm()).extracting(Point::value).containsExactly(0.5, 0.5);
    assertThat(curves.skippedSteps()).extracting(Point::value).containsExactly(1.0, 2.0);
    assertThat(curves.allSkippedSteps()).isEqualTo(3);
    assertThat(curves.tokensPerSecond()).extracting(Point::value).containsExactly(80.0, 80.0);
  }

  private static RoundEntry round(
      int round, long tokens, double bits, double error, List<RoundEntry.PartSeconds> seconds) {
    return new RoundEntry(
        round,
        round,
        tokens,
        new RoundEntry.Learning(bits, 0.01, 0.5, error, new RoundEntry.Skipped(round, 0)),
        new RoundEntry.Usage(80, 70, 60),
        seconds);
  }
}
