package io.palindrome.jobs.averaging.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DeviceKind;
import io.palindrome.conf.KernelKind;
import io.palindrome.conf.PrecisionKind;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.UserException;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.kernel.host.VectorCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class WorkerKernelsTest {
  private static final VectorCheck FAILED = new VectorCheck(512, "multiply gives 3; do that");
  private static final VectorCheck PASSED = VectorCheck.ofThisJvm();

  private static RuntimeConfig runtime(KernelKind kernels) {
    RuntimeConfig d = RuntimeConfig.DEFAULT;
    return new RuntimeConfig(
        DeviceKind.CPU, kernels, d.threads(), d.localExecutors(), d.executorMemory());
  }

  private static Class<?> chosen(KernelKind kind, DataType type, VectorCheck check) {
    try (Kernels kernels =
        WorkerKernels.create(runtime(kind), PrecisionKind.FLOAT32, type, check)) {
      return kernels.getClass();
    }
  }

  @Test
  void takesFusedKernelsWhereTheyWork() {
    assertThat(chosen(KernelKind.AUTO, DataType.FLOAT, PASSED)).isEqualTo(HostKernels.class);
    assertThat(chosen(KernelKind.HOST, DataType.FLOAT, PASSED)).isEqualTo(HostKernels.class);
    assertThat(WorkerKernels.name(runtime(KernelKind.AUTO))).isEqualTo("host");
    assertThat(WorkerKernels.areOnHeap(runtime(KernelKind.AUTO))).isTrue();
  }

  @Test
  void fallsBackWhereTheyDoNot() {
    assertThat(chosen(KernelKind.AUTO, DataType.FLOAT, FAILED)).isEqualTo(Nd4jKernels.class);
  }

  @Test
  void takesWhatIsAskedFor() {
    assertThat(chosen(KernelKind.ND4J, DataType.FLOAT, PASSED)).isEqualTo(Nd4jKernels.class);
    assertThat(chosen(KernelKind.HOST, DataType.DOUBLE, PASSED)).isEqualTo(ReferenceKernels.class);
    assertThat(WorkerKernels.name(runtime(KernelKind.ND4J))).isEqualTo("nd4j");
    assertThat(WorkerKernels.areOnHeap(runtime(KernelKind.ND4J))).isFalse();
  }

  @Test
  void refusesBfloat16OnKernelsThatDoNotHaveIt() {
    assertThatThrownBy(
            () ->
                WorkerKernels.create(
                    runtime(KernelKind.ND4J), PrecisionKind.BF16_GEMM, DataType.FLOAT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot use train.precision bf16-gemm with ND4J's kernels; set");
  }

  @ParameterizedTest
  @CsvSource({"TF32, HOST, tf32", "BF16, ND4J, bf16", "BF16, AUTO, bf16"})
  void refusesFormatsOfTensorCoresOnTheCpu(PrecisionKind precision, KernelKind kind, String name) {
    assertThatThrownBy(() -> WorkerKernels.create(runtime(kind), precision, DataType.FLOAT))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use train.precision %s on the CPU; set train.precision to float32, or train on nodes with GPUs (docs/gpu.md)",
            name);
  }

  @Test
  void refusesFusedKernelsThatCannotRun() {
    assertThatThrownBy(() -> chosen(KernelKind.HOST, DataType.FLOAT, FAILED))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot use runtime.kernels host: multiply gives 3; do that");
  }
}
