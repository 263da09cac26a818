package io.palindrome.jobs.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.ResourceException;
import io.palindrome.model.kernel.OfferedBackend;
import io.palindrome.model.kernel.cuda.driver.Nd4jCudaBuild;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceChoiceTest {
  @TempDir Path folder;

  private static DeviceChoice choice(GpuNode node, String... settings) {
    return new DeviceChoice(ConfigFile.defaults(List.of(settings)).runtime(), node);
  }

  private GpuNode withGpus() {
    return Nodes.complete(Nodes.driver(2, 80), Nd4jCudaBuild.CUDA_11_6, folder);
  }

  @Test
  void autoTakesTheCpuWithoutAGpuAndSaysWhy() {
    DeviceChoice auto = choice(Nodes.WITHOUT_GPU);
    assertThat(auto.gpu()).isEmpty();
    assertThat(auto.fallback())
        .contains("runtime.device auto takes the CPU: gpu driver: found no libcuda.so.1");
  }

  @Test
  void autoTakesTheGpuWhereEverythingIsThere() {
    assertThat(choice(withGpus()).gpu()).hasValue(0);
    assertThat(choice(withGpus()).fallback()).isEmpty();
  }

  @Test
  void hostKernelsAndTheCpuNeedNoGpu() {
    for (String setting : List.of("runtime.kernels=host", "runtime.device=cpu")) {
      assertThat(choice(withGpus(), setting).gpu()).isEmpty();
      assertThat(choice(Nodes.WITHOUT_GPU, setting).fallback()).isEmpty();
    }
  }

  @Test
  void cudaEndsWithTheLineOfTheDoctor() {
    assertThatThrownBy(choice(Nodes.WITHOUT_GPU, "runtime.device=cuda")::gpu)
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "Cannot use runtime.device cuda: gpu driver: found no libcuda.so.1, needed NVIDIA's"
                + " driver for CUDA 11.0 or later; install the driver on this node (containers:"
                + " start them with NVIDIA's runtime), or set runtime.device to cpu");
    assertThat(choice(withGpus(), "runtime.device=cuda").gpu()).hasValue(0);
  }

  @Test
  void nd4jIsOfferedTheBackendOfTheDevice() {
    assertThat(choice(withGpus()).backend()).isEqualTo(OfferedBackend.CUDA);
    assertThat(choice(withGpus(), "runtime.device=cuda").backend()).isEqualTo(OfferedBackend.CUDA);
    assertThat(choice(withGpus(), "runtime.kernels=nd4j").backend()).isEqualTo(OfferedBackend.CUDA);
    for (String setting : List.of("runtime.kernels=host", "runtime.device=cpu")) {
      assertThat(choice(withGpus(), setting).backend()).isEqualTo(OfferedBackend.CPU);
    }
  }

  @Test
  void nd4jIsOfferedTheCpuWhereNoGpuCanBeUsed() {
    for (String device : List.of("auto", "cuda", "cpu")) {
      assertThat(choice(Nodes.WITHOUT_GPU, "runtime.device=" + device).backend())
          .isEqualTo(OfferedBackend.CPU);
    }
  }

  @Test
  void anAddressIsAUuidOrANumber() {
    assertThat(TaskGpu.ordinal("GPU-01", withGpus().devices())).isEqualTo(1);
    assertThat(TaskGpu.ordinal("gpu-01", withGpus().devices())).isEqualTo(1);
    assertThat(TaskGpu.ordinal("0", withGpus().devices())).isZero();
  }

  @Test
  void anAddressThatTheProcessDoesNotSeeIsRefused() {
    assertThatThrownBy(() -> TaskGpu.ordinal("5", withGpus().devices()))
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "Cannot use GPU 5, which Spark gave this task: this process sees 0 (GPU-00), 1 (GPU-01);"
                + " let the discovery script of this node print UUIDs, as scripts/gpu-addresses.sh"
                + " does, and give the executor the same CUDA_VISIBLE_DEVICES as the script");
  }
}
