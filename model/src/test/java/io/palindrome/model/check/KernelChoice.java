package io.palindrome.model.check;

import io.palindrome.conf.PrecisionKind;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.cuda.CudaOnHost;
import io.palindrome.model.kernel.cuda.DeviceProvider;
import io.palindrome.model.kernel.host.HostKernels;

/** Kernels in float32 by the name that a check on the command line is given. */
public enum KernelChoice {
  /** The CPU's. */
  HOST("host"),
  /** The GPU's sources, compiled for the CPU. */
  GPU_ON_HOST("gpu-on-host"),
  /** The first GPU's of this process. */
  GPU("gpu");

  private final String choice;

  KernelChoice(String choice) {
    this.choice = choice;
  }

  /** New kernels; the caller closes them. */
  public Kernels open() {
    return switch (this) {
      case HOST -> new HostKernels(Runtime.getRuntime().availableProcessors());
      case GPU_ON_HOST -> CudaOnHost.forward();
      case GPU -> onGpu();
    };
  }

  /** The choice of that name. */
  public static KernelChoice of(String name) {
    for (KernelChoice one : values()) {
      if (one.choice.equals(name)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "kernels must be one of host, gpu-on-host, gpu, but are " + name);
  }

  private static Kernels onGpu() {
    DeviceProvider provider =
        DeviceProvider.find()
            .orElseThrow(
                () -> new IllegalStateException("Cannot use gpu: this build has no CUDA backend"));
    provider.attach(0);
    return provider.kernels(0, PrecisionKind.FLOAT32);
  }
}
