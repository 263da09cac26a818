package io.palindrome.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BandTallyTest {
  @Test
  void bandsGrowByTens() {
    BandTally tally = new BandTally();
    tally.add(0, 1);
    tally.add(99, 2);
    tally.add(100, 4);
    tally.add(999, Float.NaN);
    tally.add(10_000, 8);
    tally.add(99_999, 16);
    assertThat(tally.result())
        .containsExactly(
            new BandLoss(0, 100, 3, 2),
            new BandLoss(100, 1000, 4, 1),
            new BandLoss(10_000, 100_000, 24, 2));
  }

  @Test
  void reachesTheLongestDocument() {
    BandTally tally = new BandTally();
    tally.add(Integer.MAX_VALUE, 1);
    assertThat(tally.result()).containsExactly(new BandLoss(1_000_000_000L, 10_000_000_000L, 1, 1));
  }
}
