package io.palindrome.model.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AlignedMemoryTest {
  @Test
  void beginsOnACacheLineHoweverLargeItIs() {
    for (long bytes : new long[] {1, 64, 100, 4_096, 1 << 20}) {
      try (AlignedMemory memory = new AlignedMemory()) {
        assertThat(memory.grow(bytes)).isTrue();
        assertThat(addressOf(memory, 0) % 64).isZero();
        assertThat(memory.buffer().capacity()).isEqualTo((int) bytes);
      }
    }
  }

  @Test
  void isAnotherOneOnlyWhereItHadTooLittleRoom() {
    try (AlignedMemory memory = new AlignedMemory()) {
      assertThat(memory.grow(1_000)).isTrue();
      assertThat(memory.grow(500)).isFalse();
      assertThat(memory.grow(1_000)).isFalse();
      assertThat(memory.grow(1_001)).isTrue();
      assertThat(memory.buffer().capacity()).isEqualTo(1_001);
    }
  }

  @Test
  void itsBufferAndItsPlacesAreTheSameMemory() {
    try (AlignedMemory memory = new AlignedMemory()) {
      memory.grow(256);
      ByteBuffer buffer = memory.buffer();
      buffer.put(200, (byte) 7);
      assertThat(memory.at(200).get()).isEqualTo((byte) 7);
      assertThat(addressOf(memory, 200) - addressOf(memory, 0)).isEqualTo(200);
    }
  }

  private static long addressOf(AlignedMemory memory, long index) {
    return memory.at(index).address() + memory.at(index).position();
  }
}
