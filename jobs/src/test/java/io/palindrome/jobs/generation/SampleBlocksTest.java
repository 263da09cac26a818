package io.palindrome.jobs.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleBlocksTest {
  private final StringBuilder shown = new StringBuilder();

  @Test
  void oneTextIsShownAsItComes() {
    SampleBlocks blocks = new SampleBlocks(1, "It was ", shown::append);
    blocks.takes(0, "a ");
    assertThat(shown).hasToString("It was a ");
    blocks.takes(0, "day");
    blocks.end();
    assertThat(shown).hasToString("It was a day");
  }

  @Test
  void severalAreBlocksWithHeadings() {
    SampleBlocks blocks = new SampleBlocks(2, "P", shown::append);
    blocks.takes(0, "a");
    blocks.takes(1, "x");
    blocks.takes(0, "b");
    assertThat(shown).hasToString("--- sample 1 of 2\nPab");
    blocks.end();
    assertThat(shown).hasToString("--- sample 1 of 2\nPab\n--- sample 2 of 2\nPx");
  }
}
