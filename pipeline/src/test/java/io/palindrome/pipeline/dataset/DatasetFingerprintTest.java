package io.palindrome.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.pipeline.dataset.DatasetFingerprint.Entry;
import io.palindrome.pipeline.split.Split;
import io.palindrome.pipeline.token.TokenFacts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatasetFingerprintTest {
  private static final TokenFacts TOKENS = new TokenFacts(5, 2, 77, "t");
  private static final Entry A = new Entry("a", "aa", TOKENS, Split.TRAIN);
  private static final Entry B = new Entry("b", "bb", TOKENS, Split.TEST);

  @Test
  void orderDoesNotMatter() {
    assertThat(DatasetFingerprint.of(List.of(A, B)))
        .isEqualTo(DatasetFingerprint.of(List.of(B, A)))
        .hasSize(64);
  }

  @Test
  void everyPartMatters() {
    Set<String> fingerprints = new HashSet<>();
    for (Entry entry :
        List.of(
            A,
            B,
            new Entry("x", "aa", TOKENS, Split.TRAIN),
            new Entry("a", "xx", TOKENS, Split.TRAIN),
            new Entry("a", "aa", TOKENS, Split.VALIDATION),
            new Entry("a", "aa", new TokenFacts(6, 2, 77, "t"), Split.TRAIN),
            new Entry("a", "aa", new TokenFacts(5, 2, 78, "t"), Split.TRAIN),
            new Entry("a", "aa", new TokenFacts(5, 2, 77, "u"), Split.TRAIN))) {
      fingerprints.add(DatasetFingerprint.of(List.of(entry)));
    }
    fingerprints.add(DatasetFingerprint.of(List.of(A, B)));
    assertThat(fingerprints).hasSize(9);
  }
}
