package io.palindrome.pipeline.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkSplitsTest {
  @Test
  void fractionsDecideForManyWorks() {
    Map<String, Split> splits = WorkSplits.assign(works(4000), 0.1, 0.2);
    assertThat(share(splits, Split.VALIDATION)).isBetween(0.08, 0.12);
    assertThat(share(splits, Split.TEST)).isBetween(0.17, 0.23);
  }

  @Test
  void aWorkKeepsItsSplitWhenOthersCome() {
    Map<String, Split> few = WorkSplits.assign(works(100), 0.1, 0.1);
    Map<String, Split> many = WorkSplits.assign(works(200), 0.1, 0.1);
    assertThat(many).containsAllEntriesOf(few);
  }

  @Test
  void orderOfWorksDoesNotMatter() {
    List<String> reversed = new ArrayList<>(works(30));
    Collections.reverse(reversed);
    assertThat(WorkSplits.assign(reversed, 0.1, 0.1))
        .isEqualTo(WorkSplits.assign(works(30), 0.1, 0.1));
  }

  @Test
  void twoWorksAlwaysHaveTrainAndValidation() {
    for (double validation : new double[] {0, 0.1, 0.999}) {
      assertThat(WorkSplits.assign(works(2), validation, 0).values())
          .as("validation fraction %s", validation)
          .containsExactlyInAnyOrder(Split.TRAIN, Split.VALIDATION);
    }
    assertThat(WorkSplits.assign(works(2), 0, 0.999).values())
        .containsExactlyInAnyOrder(Split.TRAIN, Split.VALIDATION);
  }

  @Test
  void aSingleWorkIsTrainedOn() {
    assertThat(WorkSplits.assign(List.of("w", "w"), 0.999, 0)).isEqualTo(Map.of("w", Split.TRAIN));
    assertThat(WorkSplits.assign(List.of(), 0.1, 0)).isEmpty();
  }

  @Test
  void hashIsAFraction() {
    assertThat(WorkSplits.fraction("8000000000000" + "f".repeat(51))).isEqualTo(0.5);
    assertThat(WorkSplits.fraction("f".repeat(64))).isLessThan(1);
  }

  @Test
  void namesOfSplitsAreReadBack() {
    for (Split split : Split.values()) {
      assertThat(Split.of(split.label())).isEqualTo(split);
    }
    assertThatThrownBy(() -> Split.of("dev"))
        .hasMessage("split must be train, validation or test, but is dev");
  }

  private static double share(Map<String, Split> splits, Split split) {
    return (double) Collections.frequency(splits.values(), split) / splits.size();
  }

  private static List<String> works(int count) {
    return IntStream.range(0, count).mapToObj(i -> "work-" + i).toList();
  }
}
