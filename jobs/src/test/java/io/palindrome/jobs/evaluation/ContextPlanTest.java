package io.palindrome.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.pipeline.batch.Crop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContextPlanTest {
  private static final int[] LENGTHS = {1, 37, 1000};

  /** A scored token's document and number, and where it stands in the position table. */
  private static Map<List<Integer>, Integer> scored(List<ScoredPiece> pieces) {
    Map<List<Integer>, Integer> positions = new HashMap<>();
    for (ScoredPiece piece : pieces) {
      Crop crop = piece.crop();
      for (int token = piece.firstScored(); token < crop.start() + crop.length(); token++) {
        Integer before =
            positions.put(List.of(crop.document(), token), piece.position() + token - crop.start());
        assertThat(before).as("token %d scored twice", token).isNull();
      }
    }
    return positions;
  }

  @Test
  void everyContextScoresTheSameTokensAtTheSamePositions() {
    for (List<Integer> contexts : List.of(List.of(16, 64, 256), List.of(16, 40), List.of(8))) {
      ContextPlan plan = new ContextPlan(contexts);
      List<Crop> segments = plan.segments(LENGTHS, 0);
      Map<List<Integer>, Integer> expected = scored(plan.pieces(segments, contexts.get(0)));
      assertThat(expected).hasSize(36 + 999);
      for (int context : contexts) {
        assertThat(scored(plan.pieces(segments, context))).isEqualTo(expected);
      }
    }
  }

  @Test
  void besideTheWholeDocumentATokenStandsAtItsOwnPosition() {
    ContextPlan plan = new ContextPlan(List.of(16, 64, 0));
    List<Crop> segments = plan.segments(LENGTHS, 128);
    for (int context : List.of(16, 64)) {
      scored(plan.pieces(segments, context))
          .forEach((token, position) -> assertThat(position).isEqualTo(token.get(1)));
    }
    assertThat(plan.pieces(segments, 0))
        .allSatisfy(
            piece -> {
              assertThat(piece.crop().start()).isZero();
              assertThat(piece.position()).isZero();
            })
        .extracting(piece -> piece.crop().document())
        .doesNotHaveDuplicates();
  }

  @Test
  void aScoredTokenHasThreeQuartersOfItsContextAtLeast() {
    ContextPlan plan = new ContextPlan(List.of(16, 64, 256));
    List<Crop> segments = plan.segments(LENGTHS, 0);
    for (int context : plan.contexts()) {
      for (ScoredPiece piece : plan.pieces(segments, context)) {
        assertThat(piece.crop().length()).isLessThanOrEqualTo(context);
        assertThat(piece.position() + piece.crop().length()).isLessThanOrEqualTo(256);
        assertThat(piece.unscored())
            .isGreaterThanOrEqualTo(Math.min(piece.firstScored(), context * 3 / 4));
      }
    }
  }

  @Test
  void aLimitSpreadsTheSegments() {
    ContextPlan plan = new ContextPlan(List.of(64));
    List<Crop> segments = plan.segments(LENGTHS, 160);
    assertThat(segments).hasSize(10);
    assertThat(segments.get(9).start()).isGreaterThan(850);
  }

  @Test
  void refusesAContextOfThreeTokens() {
    assertThatThrownBy(() -> new ContextPlan(List.of(3)))
        .hasMessage("--contexts must be 0 or at least 4 tokens, but is [3]");
  }
}
