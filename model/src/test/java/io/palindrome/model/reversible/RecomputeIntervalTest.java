package io.palindrome.model.reversible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecomputeIntervalTest {
  private static final int LAYERS = 64;
  private static final int GIGABYTES = 16;

  /** 64 layers of 1 GB and 16 GB of memory: which interval, and what does it cost? */
  @Test
  void sixtyFourLayersOfOneGigabyteFitSixteenOnlyWhenEveryEighthIsKept() {
    List<Integer> fitting =
        IntStream.rangeClosed(1, LAYERS)
            .filter(every -> new RecomputeInterval(LAYERS, every).held() <= GIGABYTES)
            .boxed()
            .toList();
    assertThat(fitting).containsExactly(8);
    RecomputeInterval eighth = new RecomputeInterval(LAYERS, 8);
    assertThat(eighth).isEqualTo(RecomputeInterval.leastHeld(LAYERS));
    assertThat(eighth.kept()).isEqualTo(8);
    assertThat(eighth.inSegment()).isEqualTo(8);
    assertThat(eighth.held()).isEqualTo(GIGABYTES).isLessThan(LAYERS);
  }

  /** The textbook's overhead is a forward pass more, a third; the last segment's part is saved. */
  @Test
  void theOverheadIsOneMoreForwardPassButForTheLastSegment() {
    assertThat(RecomputeInterval.ONE_MORE_FORWARD_PASS).isEqualTo(1.0 / 3);
    RecomputeInterval eighth = new RecomputeInterval(LAYERS, 8);
    assertThat(eighth.recomputed()).isEqualTo(56);
    assertThat(eighth.overhead())
        .isCloseTo(0.2917, within(1e-4))
        .isLessThan(RecomputeInterval.ONE_MORE_FORWARD_PASS);
    assertThat(new RecomputeInterval(LAYERS, LAYERS).overhead()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"7, 10, 7, 17", "8, 8, 8, 16", "9, 8, 9, 17", "1, 64, 1, 65", "64, 1, 64, 65"})
  void holdsTheKeptInputsAndOneSegment(int every, int kept, int inSegment, int held) {
    RecomputeInterval interval = new RecomputeInterval(LAYERS, every);
    assertThat(interval.kept()).isEqualTo(kept);
    assertThat(interval.inSegment()).isEqualTo(inSegment);
    assertThat(interval.held()).isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 24, 48, 63, 64, 65, 96, 100, 1024})
  void theIntervalThatHoldsLeastLiesAtTheRoot(int blocks) {
    RecomputeInterval least = RecomputeInterval.leastHeld(blocks);
    assertThat(IntStream.rangeClosed(1, blocks))
        .allMatch(every -> new RecomputeInterval(blocks, every).held() >= least.held());
    assertThat(least.held())
        .isBetween((int) Math.sqrt(4.0 * blocks), (int) Math.sqrt(4.0 * blocks) + 1);
  }

  @Test
  void refusesIntervalsOfNothing() {
    assertThatThrownBy(() -> new RecomputeInterval(4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train.memory.recompute-every must be at least 1, but is 0");
    assertThatThrownBy(() -> new RecomputeInterval(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("blocks must be at least 1, but is 0");
  }
}
