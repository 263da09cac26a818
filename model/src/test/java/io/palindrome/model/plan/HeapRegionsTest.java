package io.palindrome.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeapRegionsTest {
  private static final long MEBIBYTE = 1 << 20;

  @Test
  void aLargeArrayLosesTheRestOfItsLastRegion() {
    assertThat(HeapRegions.lost(Map.of(4 * MEBIBYTE, 3))).isEqualTo(3 * MEBIBYTE);
    assertThat(HeapRegions.lost(Map.of(4 * MEBIBYTE - 16, 1))).isEqualTo(16);
    assertThat(HeapRegions.lost(Map.of(MEBIBYTE / 2 - 16, 7))).isZero();
    assertThat(HeapRegions.lost(Map.of(MEBIBYTE / 2 - 15, 1))).isEqualTo(MEBIBYTE / 2 + 15);
  }
}
