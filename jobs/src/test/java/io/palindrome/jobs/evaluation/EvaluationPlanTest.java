package io.palindrome.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.pipeline.batch.Crop;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationPlanTest {
  @Test
  void everyTokenButTheFirstIsPredictedOnce() {
    int[] lengths = {1, 2, 10, 11, 100};
    int[] predicted = new int[lengths.length];
    for (Crop piece : EvaluationPlan.pieces(lengths, 10)) {
      assertThat(piece.length()).isBetween(2, 10);
      assertThat(piece.start()).isEqualTo(predicted[piece.document()]);
      predicted[piece.document()] += piece.length() - 1;
    }
    assertThat(predicted).containsExactly(0, 1, 9, 10, 99);
  }

  @Test
  void lengthZeroTakesWholeDocuments() {
    assertThat(EvaluationPlan.pieces(new int[] {7, 900}, 0))
        .containsExactly(new Crop(0, 0, 7), new Crop(1, 0, 900));
  }

  @Test
  void aLimitSpreadsOverAllPieces() {
    List<Crop> all = EvaluationPlan.pieces(new int[] {91, 91}, 10);
    assertThat(all).hasSize(20);
    List<Crop> some = EvaluationPlan.spread(all, 40);
    assertThat(some).containsExactly(all.get(0), all.get(5), all.get(10), all.get(15));
    assertThat(EvaluationPlan.spread(all, 0)).isEqualTo(all);
    assertThat(EvaluationPlan.spread(all, 1)).hasSize(1);
  }
}
