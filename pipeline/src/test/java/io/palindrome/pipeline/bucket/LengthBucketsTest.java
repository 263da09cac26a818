package io.palindrome.pipeline.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.LengthBucketConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthBucketsTest {
  private final LengthBuckets buckets = new LengthBuckets(LengthBucketConfig.DEFAULT);

  @ParameterizedTest(name = "{0} tokens")
  @CsvSource({
    "1, 128, 4096",
    "128, 128, 4096",
    "129, 256, 4096",
    "4096, 4096, 4096",
    "4097, 4224, 8192",
    "1179000, 1179008, 2097152",
    "2147483520, 2147483520, 2147483648",
  })
  void padsAndFindsTheEdge(int tokens, int padded, long edge) {
    assertThat(buckets.paddedLength(tokens)).isEqualTo(padded);
    assertThat(buckets.edge(padded)).isEqualTo(edge);
  }

  @Test
  void edgesAreRoundedUpToTheMultiple() {
    LengthBuckets fine = new LengthBuckets(new LengthBucketConfig(1024, 1.1, 128));
    assertThat(fine.edge(1024)).isEqualTo(1024);
    assertThat(fine.edge(1152)).isEqualTo(1152);
    assertThat(fine.edge(1280)).isEqualTo(1280);
    for (int padded = 128; padded < 200_000; padded += 128) {
      assertThat(fine.edge(padded) % 128).isZero();
      assertThat(fine.edge(padded))
          .isBetween((long) padded, Math.max(1024L, padded * 11L / 10 + 128));
    }
  }
}
