package io.palindrome.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.ScheduleKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningRateScheduleTest {
  private static LearningRateSchedule schedule(ScheduleKind kind) {
    return new LearningRateSchedule(kind, 2e-3, 4, 14, 0.1);
  }

  @ParameterizedTest
  @EnumSource(ScheduleKind.class)
  void everyKindRisesLinearlyToThePeak(ScheduleKind kind) {
    LearningRateSchedule schedule = schedule(kind);
    assertThat(schedule.at(0)).isCloseTo(0.5e-3, within(1e-18));
    assertThat(schedule.at(1)).isCloseTo(1e-3, within(1e-18));
    assertThat(schedule.at(3)).isEqualTo(2e-3);
  }

  @ParameterizedTest
  @EnumSource(ScheduleKind.class)
  void noKindRisesAfterTheWarmup(ScheduleKind kind) {
    LearningRateSchedule schedule = schedule(kind);
    for (long step = 3; step < 100; step++) {
      assertThat(schedule.at(step + 1)).isPositive().isLessThanOrEqualTo(schedule.at(step));
    }
  }

  @Test
  void cosineFallsToTheFinalFractionAndStaysThere() {
    LearningRateSchedule schedule = schedule(ScheduleKind.COSINE);
    assertThat(schedule.at(4)).isEqualTo(2e-3);
    assertThat(schedule.at(9)).isCloseTo(2e-3 * 0.55, within(1e-18));
    assertThat(schedule.at(14)).isCloseTo(2e-4, within(1e-18));
    assertThat(schedule.at(1_000_000)).isEqualTo(schedule.at(14));
  }

  @Test
  void linearFallsInALine() {
    LearningRateSchedule schedule = schedule(ScheduleKind.LINEAR);
    assertThat(schedule.at(4)).isEqualTo(2e-3);
    assertThat(schedule.at(5)).isCloseTo(2e-3 * 0.91, within(1e-18));
    assertThat(schedule.at(9)).isCloseTo(2e-3 * 0.55, within(1e-18));
    assertThat(schedule.at(14)).isCloseTo(2e-4, within(1e-18));
    assertThat(schedule.at(1_000_000)).isEqualTo(schedule.at(14));
  }

  @Test
  void constantStaysAtThePeak() {
    assertThat(schedule(ScheduleKind.CONSTANT).at(1_000_000)).isEqualTo(2e-3);
  }

  @Test
  void inverseRootHalvesWhenTheStepsAreFourTimesTheWarmup() {
    LearningRateSchedule schedule = schedule(ScheduleKind.INVERSE_SQRT);
    assertThat(schedule.at(15)).isCloseTo(1e-3, within(1e-18));
    assertThat(schedule.at(399)).isCloseTo(2e-4, within(1e-18));
    LearningRateSchedule withoutWarmup =
        new LearningRateSchedule(ScheduleKind.INVERSE_SQRT, 1, 0, 5, 0.5);
    assertThat(withoutWarmup.at(0)).isEqualTo(1);
    assertThat(withoutWarmup.at(3)).isEqualTo(0.5);
  }

  @Test
  void isConstantWithoutWarmupAndWithFinalFractionOne() {
    LearningRateSchedule constant = new LearningRateSchedule(ScheduleKind.COSINE, 0.2, 0, 9, 1);
    for (long step = 0; step < 20; step++) {
      assertThat(constant.at(step)).isEqualTo(0.2);
    }
  }

  @Test
  void survivesAWarmupLongerThanTheRun() {
    LearningRateSchedule schedule = new LearningRateSchedule(ScheduleKind.COSINE, 1, 10, 5, 0.5);
    assertThat(schedule.at(4)).isEqualTo(0.5);
    assertThat(schedule.at(10)).isEqualTo(1);
  }
}
