package io.palindrome.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.jobs.averaging.RoundResult;
import io.palindrome.jobs.averaging.TrainerState;
import io.palindrome.jobs.averaging.mean.StepReport;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundMeasurementTest {
  private static final long SECOND = 1_000_000_000L;

  /** One round, in which two workers make steps for eight seconds and for six. */
  private static RoundMeasurement on(int executors, int roundSeconds) {
    List<WorkerReport> workers = List.of(worker(0, 8), worker(1, 6));
    return RoundMeasurement.of(
        executors,
        List.of(new RoundResult(0, TrainerState.START, 1e-3, workers, roundSeconds * SECOND)));
  }

  private static WorkerReport worker(int number, int seconds) {
    StepReport step = new StepReport(1, 500, 1, Double.NaN, 0);
    return new WorkerReport(number, List.of(step), seconds * SECOND, 0, 0, 0, List.of());
  }

  @Test
  void tellsWaitingFromAveraging() {
    RoundMeasurement two = on(2, 10);
    assertThat(two.tokensPerSecond()).isEqualTo(100);
    assertThat(two.shareWaiting()).isCloseTo(0.1, within(1e-12));
    assertThat(two.shareAveraging()).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void nobodyWaitsOnOneExecutor() {
    RoundMeasurement one = on(1, 16);
    assertThat(one.shareWaiting()).isZero();
    assertThat(one.shareAveraging()).isCloseTo(0.125, within(1e-12));
    assertThat(on(2, 10).times(one)).isCloseTo(1.6, within(1e-12));
  }
}
