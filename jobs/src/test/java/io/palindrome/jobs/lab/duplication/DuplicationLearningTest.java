package io.palindrome.jobs.lab.duplication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One layer of hashed attention learns to duplicate; one of local attention cannot. */
class DuplicationLearningTest {
  private static final double SOLVED = 0.999;

  @Test
  void fourRoundsForetellTheSecondHalfWithin400Steps() {
    try (DuplicationTraining training =
        new DuplicationTraining(new DuplicationModel(Attention.hashed(4), 1))) {
      double accuracy = 0;
      for (int steps = 250; steps <= DuplicationModel.STEPS && accuracy < SOLVED; steps += 50) {
        training.trainTo(steps);
        accuracy = training.accuracy(Attention.hashed(4));
      }
      assertThat(accuracy).isGreaterThanOrEqualTo(SOLVED);
      assertThat(training.accuracy(Attention.hashed(1))).isBetween(0.5, accuracy);
    }
  }

  @Test
  void localAttentionStaysAtChance() {
    try (DuplicationTraining training =
        new DuplicationTraining(new DuplicationModel(Attention.LOCAL, 1))) {
      training.trainTo(DuplicationModel.STEPS / 2);
      assertThat(training.accuracy(Attention.LOCAL)).isLessThan(0.05);
    }
  }
}
