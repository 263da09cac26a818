package io.palindrome.jobs.lab.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.reversible.Reversible;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContestantTest {
  private static final double MOST = 0.05;

  private static int parameters(Contestant contestant, int times) {
    return contestant.network(times, new Reversible()).parameterCount();
  }

  /** How much larger the largest is than the smallest. */
  private static double spread(IntStream counts) {
    int[] sorted = counts.sorted().toArray();
    return (double) sorted[sorted.length - 1] / sorted[0] - 1;
  }

  @Test
  void allNetworksHaveOneSize() {
    assertThat(spread(Arrays.stream(Contestant.values()).mapToInt(of -> parameters(of, 1))))
        .isBetween(0.0, MOST);
  }

  @Test
  void aNetworkOfAnotherDepthWouldBeFoundOut() {
    for (Contestant changed : Contestant.values()) {
      assertThat(
              spread(
                  Arrays.stream(Contestant.values())
                      .mapToInt(of -> parameters(of, of == changed ? 2 : 1))))
          .isGreaterThan(MOST);
    }
  }

  /** The depths that are measured have one size too. */
  @Test
  void theNetworksOfOneDepthStayComparable() {
    for (int times : new int[] {1, 2, 4, 8, 16}) {
      DepthStep reversible = new DepthStep(DepthStep.Kept.REVERSIBLE, times);
      DepthStep residual = new DepthStep(DepthStep.Kept.RESNET, times);
      assertThat(residual.branches()).isEqualTo(reversible.branches());
      assertThat(
              spread(
                  IntStream.of(
                      parameters(Contestant.BASIC, times), parameters(Contestant.RESNET, times))))
          .isLessThan(0.3);
    }
  }
}
