package io.palindrome.pipeline.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedTokensTest {
  @ParameterizedTest(name = "width={0}")
  @CsvSource({"1, 255", "2, 65535", "4, 2147483647"})
  void unpacksWhatItPacked(int width, int largest) {
    int[] tokens = {0, 1, largest, 200, largest - 1};
    byte[] packed = PackedTokens.pack(tokens, width);
    assertThat(packed).hasSize(5 * width);
    assertThat(PackedTokens.unpack(packed, width, 0, 5)).isEqualTo(tokens);
    assertThat(PackedTokens.unpack(packed, width, 2, 2)).containsExactly(largest, 200);
  }

  @Test
  void lowByteComesFirst() {
    assertThat(PackedTokens.pack(new int[] {0x0104}, 2)).containsExactly(4, 1);
  }

  @Test
  void hashIsStandardXxh64() {
    assertThat(PackedTokens.xxh64(new byte[0])).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(PackedTokens.xxh64("abc".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0x44BC2CF5AD770999L);
  }
}
