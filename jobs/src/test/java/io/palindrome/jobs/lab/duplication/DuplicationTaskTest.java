package io.palindrome.jobs.lab.duplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.model.TrainingBatch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DuplicationTaskTest {
  private static final DuplicationTask TASK = new DuplicationTask(128, 1);

  @Test
  void everySequenceIsASeparatorAWordAndBothAgain() {
    TrainingBatch batch = TASK.batch(0, 5);
    for (int b = 0; b < 5; b++) {
      int[] sequence = Arrays.copyOfRange(batch.tokens(), b * 128, (b + 1) * 128);
      int[] first = Arrays.copyOf(sequence, 64);
      assertThat(Arrays.copyOfRange(sequence, 64, 128)).isEqualTo(first);
      assertThat(first[0]).isZero();
      assertThat(Arrays.stream(first).skip(1)).allMatch(symbol -> symbol >= 1 && symbol <= 127);
    }
  }

  @Test
  void onlyTheSecondWordIsScored() {
    TrainingBatch batch = TASK.batch(0, 2);
    for (int b = 0; b < 2; b++) {
      for (int t = 0; t < 128; t++) {
        int expected = t > 64 ? batch.tokens()[b * 128 + t] : TrainingBatch.IGNORED;
        assertThat(batch.labels()[b * 128 + t]).isEqualTo(expected);
      }
    }
  }

  @Test
  void wordsDifferByBatchSequenceAndSeedAndAreDrawnTheSameAgain() {
    int[] tokens = TASK.batch(3, 2).tokens();
    assertThat(TASK.batch(3, 2).tokens()).isEqualTo(tokens);
    assertThat(TASK.batch(4, 2).tokens()).isNotEqualTo(tokens);
    assertThat(new DuplicationTask(128, 2).batch(3, 2).tokens()).isNotEqualTo(tokens);
    assertThat(Arrays.copyOfRange(tokens, 0, 128))
        .isNotEqualTo(Arrays.copyOfRange(tokens, 128, 256));
  }

  @Test
  void allSymbolsAreDrawnAboutEquallyOften() {
    int[] counts = new int[128];
    for (int token : TASK.batch(0, 200).tokens()) {
      counts[token]++;
    }
    // 200 sequences have 25,200 symbols, so about 198 of each, drawn in pairs.
    assertThat(Arrays.stream(counts).skip(1)).allMatch(count -> count > 100 && count < 330);
  }

  @Test
  void rejectsAnOddLength() {
    assertThatThrownBy(() -> new DuplicationTask(9, 1))
        .hasMessage("length must be even and at least 4, but is 9");
  }

  @Test
  void accuracyComparesARowWithTheNextToken() {
    TrainingBatch batch = new TrainingBatch(1, 4, new int[] {0, 5, 0, 5}, labels(5));
    double[] logits = new double[4 * DuplicationTask.VOCABULARY];
    assertThat(DuplicationTraining.accuracy(batch, logits)).isZero();
    logits[3 * DuplicationTask.VOCABULARY + 5] = 1;
    assertThat(DuplicationTraining.accuracy(batch, logits)).isZero();
    logits[2 * DuplicationTask.VOCABULARY + 5] = 1;
    assertThat(DuplicationTraining.accuracy(batch, logits)).isEqualTo(1);
  }

  private static int[] labels(int last) {
    int none = TrainingBatch.IGNORED;
    return new int[] {none, none, none, last};
  }
}
