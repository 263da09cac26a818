package io.palindrome.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.model.kernel.cuda.KernelCache;
import io.palindrome.model.kernel.cuda.LaunchArguments;
import io.palindrome.model.kernel.cuda.LaunchShape;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Launches and copies, on a driver that works on the host's memory. */
class KernelModulesTest {
  private static final LaunchArguments NONE = new LaunchArguments();
  private static final LaunchShape SHAPE = new LaunchShape(7, 2, 128, 0);

  @TempDir Path folder;

  private CUstream_st stream;
  private KernelModules kernels;

  @BeforeEach
  void load() {
    TestDriver.load();
    stream = new CUstream_st();
    kernels = modules(Launching.ASYNCHRONOUS);
  }

  private KernelModules modules(Launching launching) {
    return new KernelModules(new NvrtcCompiler(90), new KernelCache(folder), launching);
  }

  @AfterEach
  void close() {
    if (kernels != null) {
      kernels.close();
    }
  }

  @Test
  void startsAKernelWithItsArguments() {
    try (FloatPointer x = new FloatPointer(new float[12])) {
      LaunchArguments fill = LaunchArguments.of("fill", 2.5f, x.address() + 4, 4, 2, 3, 1);
      kernels.launch("fill", SHAPE, stream, fill);
      assertThat(TestDriver.lastLaunch()).isEqualTo("fill<7,2,1><128,1,1> shared 0 of 49152");
      float[] values = new float[12];
      x.get(values);
      assertThat(values).containsExactly(0, 2.5f, 2.5f, 2.5f, 0, 2.5f, 2.5f, 2.5f, 0, 0, 0, 0);
    }
  }

  @Test
  void asksForMoreSharedMemoryOnceAKernel() {
    kernels.launch("copyElements", new LaunchShape(1, 1, 32, 100_000), stream, NONE);
    assertThat(TestDriver.lastLaunch()).endsWith("shared 100000 of 100000");
    kernels.launch("copyElements", new LaunchShape(1, 1, 32, 60_000), stream, NONE);
    assertThat(TestDriver.lastLaunch()).endsWith("shared 60000 of 100000");
    assertThatThrownBy(
            () -> kernels.launch("fill", new LaunchShape(1, 1, 32, 400_000), stream, NONE))
        .hasMessageContaining("Cannot give kernel fill 400000 bytes of shared memory");
  }

  @Test
  void namesTheKernelThatFailedWhereItWaits() {
    assertThat(Launching.of(Map.of())).isEqualTo(Launching.ASYNCHRONOUS);
    Launching blocking = Launching.of(Map.of("CUDA_LAUNCH_BLOCKING", "1"));
    try (KernelModules waiting = modules(blocking)) {
      TestDriver.failNext();
      kernels.launch("copyElements", SHAPE, stream, NONE);
      TestDriver.failNext();
      assertThatThrownBy(() -> waiting.launch("copyElements", SHAPE, stream, NONE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Cannot run kernel copyElements with LaunchShape[blocks=7")
          .hasMessageContaining("cuStreamSynchronize returned 700 (CUDA_ERROR_ILLEGAL_ADDRESS)");
    }
  }

  @Test
  void namesKernelsThatAreNotThere() {
    assertThatThrownBy(() -> kernels.launch("nothing", SHAPE, stream, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kernel must be one of")
        .hasMessageContaining("but is nothing");
  }

  @Test
  void copiesMoreThanItsOwnMemoryHolds() {
    int count = (2 << 20) + 77;
    float[] floats = new float[count];
    int[] integers = new int[count];
    for (int i = 0; i < count; i++) {
      floats[i] = i + 0.5f;
      integers[i] = -i;
    }
    try (FloatPointer gpu = new FloatPointer(count);
        StagingMemory staging = new StagingMemory(stream)) {
      float[] floatsBack = new float[count];
      staging.write(gpu.address(), floats);
      staging.read(gpu.address(), floatsBack);
      assertThat(floatsBack).isEqualTo(floats);
      int[] integersBack = new int[count];
      staging.write(gpu.address(), integers);
      staging.read(gpu.address(), integersBack);
      assertThat(integersBack).isEqualTo(integers);
    }
  }
}
