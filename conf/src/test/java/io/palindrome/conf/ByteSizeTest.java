package io.palindrome.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1000, 1000, 1000",
    "64m, 67108864, 64m",
    "64 MiB, 67108864, 64m",
    "2GB, 2147483648, 2g",
    "1536k, 1572864, 1536k",
    "1024m, 1073741824, 1g",
    "3t, 3298534883328, 3t"
  })
  void readsAndWritesSizes(String text, long bytes, String written) {
    assertThat(ByteSize.parse(text)).hasValue(bytes);
    assertThat(ByteSize.format(bytes)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1.5g", "64 mega", "9999999999999t", "1e6"})
  void takesNothingElse(String text) {
    assertThat(ByteSize.parse(text)).isEmpty();
  }
}
