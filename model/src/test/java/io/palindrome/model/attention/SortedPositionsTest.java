package io.palindrome.model.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.LshConfig;
import io.palindrome.model.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SortedPositionsTest {
  private static final int ROUNDS = 2;
  private static final int LENGTH = 700;

  private static int bucket(int round, int position) {
    return (int) (CounterRandom.uniform(CounterRandom.key(9, round), position) * 37);
  }

  private static SortedPositions first(int length) {
    int[][] buckets = new int[ROUNDS][length];
    for (int round = 0; round < ROUNDS; round++) {
      int of = round;
      Arrays.setAll(buckets[round], position -> bucket(of, position));
    }
    return new SortedPositions(LshConfig.DEFAULT, buckets);
  }

  private static int[] order(SortedPositions positions, int round, int length) {
    return IntStream.range(0, length).map(rank -> positions.position(round, rank)).toArray();
  }

  @Test
  void insertingOneByOneSortsAsSortingAllAtOnce() {
    SortedPositions grown = first(3);
    SortedPositions copy = grown.copy();
    for (int position = 3; position < LENGTH; position++) {
      grown.insert(bucket(0, position), bucket(1, position));
    }
    SortedPositions whole = first(LENGTH);
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(order(grown, round, LENGTH)).isEqualTo(order(whole, round, LENGTH));
      int rank = grown.rankOfNewest(round);
      assertThat(rank).isEqualTo(whole.rankOfNewest(round));
      assertThat(grown.position(round, rank)).isEqualTo(LENGTH - 1);
      assertThat(order(copy, round, 3)).isEqualTo(order(first(3), round, 3));
    }
  }

  @Test
  void positionsOfAHashBucketStayInOrder() {
    SortedPositions positions = new SortedPositions(LshConfig.DEFAULT, new int[][] {{5, 1, 5, 1}});
    positions.insert(1);
    positions.insert(9);
    assertThat(order(positions, 0, 6)).containsExactly(1, 3, 4, 0, 2, 5);
  }
}
