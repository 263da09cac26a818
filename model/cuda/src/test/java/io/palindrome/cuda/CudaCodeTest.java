package io.palindrome.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaCodeTest {
  @Test
  void saysWhatWasToBeDoneAndWhatTheDriverSaid() {
    RuntimeException error =
        new CudaCode("cuLaunchKernel", 700)
            .exception("start kernel fill with 3 blocks", "CUDA_ERROR_ILLEGAL_ADDRESS");
    assertThat(error)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot start kernel fill with 3 blocks: cuLaunchKernel returned 700"
                + " (CUDA_ERROR_ILLEGAL_ADDRESS); a kernel that was started earlier failed: run again"
                + " with CUDA_LAUNCH_BLOCKING=1 in the environment of executors, and the line names"
                + " it");
  }

  @Test
  void lackOfMemoryIsALackOfResources() {
    assertThat(new CudaCode("cuMemAllocHost", 2).exception("x", "CUDA_ERROR_OUT_OF_MEMORY"))
        .isInstanceOf(ResourceException.class)
        .hasMessageEndingWith("see that nobody else uses the GPU");
  }

  @ParameterizedTest
  @CsvSource({
    "209, the driver does not take this build's code",
    "222, the driver does not take this build's code",
    "701, let palindrome doctor look at this node",
    "719, a kernel that was started earlier failed",
    "999, let palindrome doctor look at this node"
  })
  void saysWhatToDo(int code, String advice) {
    assertThat(new CudaCode("call", code).exception("do that", "name"))
        .hasMessageContaining(advice);
  }
}
