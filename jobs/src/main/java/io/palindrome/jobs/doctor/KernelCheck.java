package io.palindrome.jobs.doctor;

import io.palindrome.conf.KernelKind;
import io.palindrome.conf.PrecisionKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.bench.MachinePeak;
import io.palindrome.jobs.device.Diagnosis;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.host.Bfloat16Check;
import io.palindrome.model.kernel.host.BlasCore;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.kernel.host.VectorCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What computes on the CPU, and how fast.
 *
 * @param onGpu whether steps run on a GPU, so that nothing here can fail
 * @param onCpuBackend whether ND4J's backend is the CPU's; another one is not touched
 */
record KernelCheck(RunConfig config, boolean onGpu, boolean onCpuBackend) {
  private static final double GIGA = 1e9;

  List<Diagnosis> diagnoses() {
    VectorCheck check = VectorCheck.ofThisJvm();
    List<Diagnosis> all = new ArrayList<>();
    all.add(vectors(check));
    if (config.train().precision() == PrecisionKind.BF16_GEMM) {
      all.add(bfloat16(Bfloat16Check.ofThisProcess().problem()));
    }
    if (check.passed()) {
      try (Kernels kernels = new HostKernels(Runtime.getRuntime().availableProcessors())) {
        all.add(rate("products of kernels", kernels));
      }
    }
    if (onCpuBackend) {
      try (Kernels kernels = new Nd4jKernels(DataType.FLOAT)) {
        all.add(rate("products of nd4j", kernels));
      }
      all.add(core(BlasCore.ofThisProcess(), BlasCore.expected()));
    }
    return onGpu ? all.stream().map(Diagnosis::unneeded).toList() : all;
  }

  Diagnosis vectors(VectorCheck check) {
    String needed = "vectors that pass the self-test";
    if (check.passed()) {
      return Diagnosis.ok("vectors", check.vectors() + ", self-test passed", needed);
    }
    String found = check.vectors() + ": " + check.problem();
    return config.runtime().kernels() == KernelKind.HOST
        ? Diagnosis.failed("vectors", found, needed, "or set runtime.kernels to auto")
        : Diagnosis.warning(
            "vectors", found, needed, "until then runtime.kernels auto is several times slower");
  }

  private static Diagnosis bfloat16(String problem) {
    String needed = "instructions for train.precision bf16-gemm";
    return problem.isEmpty()
        ? Diagnosis.ok("bfloat16", "instructions and oneDNN", needed)
        : Diagnosis.failed("bfloat16", problem, needed, "or another node");
  }

  private static Diagnosis rate(String subject, Kernels kernels) {
    double flops = MachinePeak.quick(kernels);
    return Diagnosis.ok(
        subject, String.format(Locale.ROOT, "%,.0f GFLOP/s of float32", flops / GIGA), "");
  }

  /**
   * @param found what OpenBLAS calls the processor; empty where it is not loaded
   * @param expected at least; empty where any will do
   */
  static Diagnosis core(Optional<String> found, Optional<String> expected) {
    String needed = expected.map(core -> core + " or newer").orElse("");
    if (found.isEmpty()) {
      return Diagnosis.warning(
          "blas core",
          "no OpenBLAS",
          needed,
          "ND4J multiplies with another library; compare rates");
    }
    return expected.isEmpty() || BlasCore.isAsNew(found.get(), expected.get())
        ? Diagnosis.ok("blas core", found.get(), needed)
        : Diagnosis.warning(
            "blas core",
            found.get(),
            needed,
            "export OPENBLAS_CORETYPE=%1$s, and set spark.executorEnv.OPENBLAS_CORETYPE=%1$s"
                .formatted(expected.get()));
  }
}
