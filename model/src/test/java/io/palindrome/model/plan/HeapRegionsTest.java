package io.palindrome.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapRegionsTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final long HEAP = 1L << 30;

  @ParameterizedTest
  @CsvSource({"512, 1", "2047, 1", "4096, 2", "12288, 4", "16384, 8", "131072, 32"})
  void aHeapHasAboutTwoThousandRegions(long heapMebibytes, long regionMebibytes) {
    assertThat(HeapRegions.size(heapMebibytes * MEBIBYTE)).isEqualTo(regionMebibytes * MEBIBYTE);
  }

  @Test
  void aLargeArrayLosesTheRestOfItsLastRegion() {
    assertThat(HeapRegions.lost(Map.of(4 * MEBIBYTE, 3), HEAP)).isEqualTo(3 * MEBIBYTE);
    assertThat(HeapRegions.lost(Map.of(4 * MEBIBYTE - 16, 1), HEAP)).isEqualTo(16);
    assertThat(HeapRegions.lost(Map.of(MEBIBYTE / 2 - 16, 7), HEAP)).isZero();
    assertThat(HeapRegions.lost(Map.of(MEBIBYTE / 2 - 15, 1), HEAP)).isEqualTo(MEBIBYTE / 2 + 15);
  }
}
