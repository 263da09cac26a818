package io.palindrome.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamMarksTest {
  private static final int ALL = Integer.MAX_VALUE;

  @BeforeEach
  void load() {
    TestDriver.load();
    cudart.cuInit(0);
    TestDriver.runUntil(0);
  }

  @Test
  void aMarkHasPassedOnceTheStreamHasRunWhatWasBeforeIt() {
    try (StreamMarks marks = new StreamMarks(new CUstream_st(), 2)) {
      marks.set(0);
      assertThat(marks.hasPassed(0)).isFalse();
      TestDriver.runUntil(ALL);
      assertThat(marks.hasPassed(0)).isTrue();
      TestDriver.runUntil(0);
      marks.set(0);
      assertThat(marks.hasPassed(0)).as("set again").isFalse();
    }
  }

  @Test
  void aSlotWithoutAMarkHasPassed() {
    try (StreamMarks marks = new StreamMarks(new CUstream_st(), 2)) {
      assertThat(marks.hasPassed(1)).isTrue();
    }
  }

  @Test
  void aKernelThatFailedIsTold() {
    try (StreamMarks marks = new StreamMarks(new CUstream_st(), 1)) {
      marks.set(0);
      TestDriver.failNext();
      assertThatThrownBy(() -> marks.hasPassed(0))
          .hasMessageContaining("Cannot ask how far the GPU is: cuEventQuery returned 700");
    }
  }
}
