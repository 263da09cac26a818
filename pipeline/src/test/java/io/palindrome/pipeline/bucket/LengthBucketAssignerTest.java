package io.palindrome.pipeline.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.LengthBucketConfig;
import io.palindrome.pipeline.bucket.LengthBucketAssigner.Candidate;
import io.palindrome.pipeline.split.Split;
import io.palindrome.pipeline.token.TokenFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LengthBucketAssignerTest {
  private final LengthBucketAssigner assigner =
      new LengthBucketAssigner(new LengthBuckets(LengthBucketConfig.DEFAULT), 10_000);

  @Test
  void fillsFilesInOrderOfIdentifiers() {
    Map<String, Placement> placements =
        assigner.assign(
            List.of(
                candidate("d", Split.TRAIN, 2000),
                candidate("a", Split.TRAIN, 2000),
                candidate("b", Split.TRAIN, 2000),
                candidate("c", Split.TRAIN, 2000)));
    assertThat(placements.get("a").shard()).isEqualTo(0);
    assertThat(placements.get("b").shard()).isEqualTo(0);
    assertThat(placements.get("c").shard()).isEqualTo(1);
    assertThat(placements.get("d").shard()).isEqualTo(1);
    assertThat(placements.get("d").paddedLength()).isEqualTo(2048);
  }

  @Test
  void aShardLiesInOneSplitAndLengthBucket() {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      candidates.add(candidate("d" + i, i % 3 == 0 ? Split.VALIDATION : Split.TRAIN, 10 + 97 * i));
    }
    Map<String, Placement> placements = assigner.assign(candidates);
    Map<Integer, String> homes = new HashMap<>();
    placements
        .values()
        .forEach(
            placement ->
                assertThat(homes.merge(placement.shard(), home(placement), (old, now) -> now))
                    .isEqualTo(home(placement)));
    assertThat(homes.keySet()).hasSize(1 + Collections.max(homes.keySet()));
  }

  @Test
  void orderOfCandidatesDoesNotMatter() {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      candidates.add(candidate("d" + i, Split.TRAIN, 100 * i + 1));
    }
    Map<String, Placement> placements = assigner.assign(candidates);
    Collections.reverse(candidates);
    assertThat(assigner.assign(candidates)).isEqualTo(placements);
  }

  @Test
  void aDocumentLargerThanAShardHasItsOwn() {
    Map<String, Placement> placements =
        assigner.assign(
            List.of(
                candidate("a", Split.TRAIN, 6000),
                candidate("b", Split.TRAIN, 6000),
                candidate("c", Split.TRAIN, 4500)));
    assertThat(placements.values()).extracting(Placement::shard).containsExactly(0, 1, 2);
  }

  private static String home(Placement placement) {
    return placement.split() + "/" + placement.bucket();
  }

  private static Candidate candidate(String docId, Split split, int tokens) {
    return new Candidate(docId, split, new TokenFacts(tokens, 2, 1, "t"));
  }
}
