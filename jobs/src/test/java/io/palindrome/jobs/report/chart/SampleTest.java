package io.palindrome.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final List<Sample> LONG =
      IntStream.range(0, 10_000)
          .mapToObj(i -> new Sample(i, i == 4_321 ? 99 : i == 777 ? -99 : i % 7))
          .toList();

  @Test
  void thinningKeepsSpikesEndsAndOrder() {
    List<Sample> thin = Sample.thinned(LONG, 400);
    assertThat(thin).hasSizeBetween(300, 402).isSubsetOf(LONG);
    assertThat(thin).contains(new Sample(4_321, 99), new Sample(777, -99));
    assertThat(thin).startsWith(LONG.get(0)).endsWith(LONG.get(9_999));
    assertThat(thin).isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
  }

  @Test
  void shortLinesStayAsTheyAre() {
    assertThat(Sample.thinned(LONG.subList(0, 400), 400)).isEqualTo(LONG.subList(0, 400));
  }

  @Test
  void smoothingIsTheCentredMeanAndKeepsTheEnds() {
    List<Sample> smooth =
        Sample.smoothed(
            List.of(new Sample(0, 1), new Sample(1, 4), new Sample(2, 1), new Sample(3, 7)), 1);
    assertThat(smooth)
        .containsExactly(new Sample(0, 1), new Sample(1, 2), new Sample(2, 4), new Sample(3, 7));
  }
}
