package io.palindrome.jobs.averaging.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.pipeline.batch.Crop;
import java.util.List;
import org.junit.jupiter.api.Test;

class CropPositionsTest {
  private final CropPositions positions = new CropPositions(16_384, 16_384, 64);

  @Test
  void keepsThePlaceOfACropInItsWholeExample() {
    assertThat(first(new Crop(3, 0, 2048), new Crop(3, 2048, 2048), new Crop(0, 18_432, 2048)))
        .containsExactly(0, 2048, 2048);
  }

  @Test
  void startsWholeExamplesAtZero() {
    assertThat(first(new Crop(1, 16_384, 16_384), new Crop(1, 32_768, 9_000)))
        .containsExactly(0, 0);
  }

  @Test
  void endsWithinTheTable() {
    CropPositions odd = new CropPositions(1000, 1024, 64);
    assertThat(odd.first(List.of(new Crop(0, 990, 100)))).containsExactly(1024 - 128);
  }

  private int[] first(Crop... crops) {
    return positions.first(List.of(crops));
  }
}
