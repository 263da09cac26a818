package io.palindrome.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelTimerTest {
  private int calls;
  private int waits;

  @Test
  void aShortCallIsRepeatedUntilABatchIsLongEnough() {
    KernelTimer.Measured time = new KernelTimer(1e-3).measure(() -> calls++, () -> waits++);
    assertThat(time.calls()).isGreaterThan(1000);
    assertThat(calls).isGreaterThanOrEqualTo(6 * time.calls());
    assertThat(time.median()).isBetween(time.least(), time.most());
  }

  @Test
  void eachBatchIsWaitedForBeforeAndAfter() {
    KernelTimer.Measured time = new KernelTimer(0).measure(() -> calls++, () -> waits++);
    assertThat(time.calls()).isOne();
    assertThat(waits).isEqualTo(2 * calls);
  }
}
