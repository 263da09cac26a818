package io.palindrome.jobs.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.UserException;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.jobs.device.Nodes;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Answering;
import io.palindrome.model.kernel.cuda.driver.GpuDevice;
import io.palindrome.model.kernel.cuda.driver.LibrarySearch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GpuMemoryTest {
  private static final long GIBIBYTE = 1L << 30;

  private static GpuDevice gpu(int ordinal, OptionalLong free) {
    return new GpuDevice(ordinal, "Test GPU", 90, "GPU-0" + ordinal, 80 * GIBIBYTE, free);
  }

  private static GpuNode node(GpuDevice... gpus) {
    return new GpuNode(
        new Answering(12_020, "535.104.05", List.of(gpus)),
        Optional.empty(),
        false,
        LibrarySearch.ofThisProcess());
  }

  @Test
  void whatIsFreeOnTheFullestGpuCounts() {
    GpuDevice empty = gpu(0, OptionalLong.of(79 * GIBIBYTE));
    GpuDevice full = gpu(1, OptionalLong.of(12 * GIBIBYTE));
    assertThat(GpuMemory.least(node(empty, full))).isEqualTo(12 * GIBIBYTE);
    assertThat(GpuMemory.least(node(gpu(0, OptionalLong.empty())))).isEqualTo(80 * GIBIBYTE);
    assertThat(GpuMemory.least(Nodes.WITHOUT_GPU)).isZero();
  }

  @Test
  void tasksShareWhatTheContextLeaves() {
    assertThat(new GpuMemory(13 * GIBIBYTE, 1).forStep(null)).isEqualTo(12 * GIBIBYTE);
    assertThat(new GpuMemory(13 * GIBIBYTE, 3).forStep(null)).isEqualTo(4 * GIBIBYTE);
    assertThat(new GpuMemory(GIBIBYTE / 2, 1).forStep(null)).isZero();
    assertThat(GpuMemory.with(12 * GIBIBYTE)).isEqualTo(13 * GIBIBYTE);
  }

  @Test
  void unknownMemoryIsAskedFor() {
    assertThatThrownBy(() -> new GpuMemory(0, 1).forStep(null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("set train.memory.limit to it, such as 80g");
  }
}
