package io.palindrome.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  private static final LearningRateSchedule SCHEDULE = new LearningRateSchedule(2e-3, 4, 14, 0.1);

  @Test
  void risesLinearlyToThePeak() {
    assertThat(SCHEDULE.at(0)).isCloseTo(0.5e-3, within(1e-18));
    assertThat(SCHEDULE.at(1)).isCloseTo(1e-3, within(1e-18));
    assertThat(SCHEDULE.at(3)).isEqualTo(2e-3);
    assertThat(SCHEDULE.at(4)).isEqualTo(2e-3);
  }

  @Test
  void fallsByHalfACosineToTheFinalFraction() {
    assertThat(SCHEDULE.at(9)).isCloseTo(2e-3 * 0.55, within(1e-18));
    assertThat(SCHEDULE.at(14)).isCloseTo(2e-4, within(1e-18));
    assertThat(SCHEDULE.at(1_000_000)).isEqualTo(SCHEDULE.at(14));
  }

  @Test
  void isConstantWithoutWarmupAndWithFinalFractionOne() {
    LearningRateSchedule constant = new LearningRateSchedule(0.2, 0, 9, 1);
    for (long step = 0; step < 20; step++) {
      assertThat(constant.at(step)).isEqualTo(0.2);
    }
  }

  @Test
  void survivesAWarmupLongerThanTheRun() {
    LearningRateSchedule schedule = new LearningRateSchedule(1, 10, 5, 0.5);
    assertThat(schedule.at(4)).isEqualTo(0.5);
    assertThat(schedule.at(10)).isEqualTo(1);
  }
}
