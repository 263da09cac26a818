package io.palindrome.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPackerTest {
  private static final Crop LONG = new Crop(3, 10, 3);
  private static final Crop SHORT = new Crop(1, 0, 1);

  @Test
  void padsToTheLongestRoundedUp() {
    TokenBatch batch =
        new BatchPacker(0, 4)
            .pack(List.of(LONG, SHORT), List.of(new int[] {7, 8, 9}, new int[] {5}));
    assertThat(batch.batch()).isEqualTo(2);
    assertThat(batch.length()).isEqualTo(4);
    assertThat(batch.tokens()).containsExactly(7, 8, 9, 0, 5, 0, 0, 0);
    assertThat(batch.labels()).containsExactly(7, 8, 9, -100, 5, -100, -100, -100);
    assertThat(batch.realTokens()).isEqualTo(4);
    assertThat(batch.crops()).containsExactly(LONG, SHORT);
  }

  @Test
  void rejectsTokensThatDoNotFit() {
    BatchPacker packer = new BatchPacker(0, 4);
    assertThatThrownBy(() -> packer.pack(List.of(LONG), List.of(new int[2])))
        .hasMessage("crop 0 must have 3 tokens, but has 2");
    assertThatThrownBy(() -> packer.pack(List.of(), List.of()))
        .hasMessage("tokens must be given for each of at least 1 crop, but are 0 for 0");
    assertThatThrownBy(() -> new BatchPacker(0, 0))
        .hasMessage("multiple must be at least 1, but is 0");
    assertThatThrownBy(() -> new TokenBatch(List.of(LONG), 1, 4, new int[4], new int[3]))
        .hasMessage("tokens and labels must be [1 * 4] for 1 crops, but are [4] and [3]");
  }
}
