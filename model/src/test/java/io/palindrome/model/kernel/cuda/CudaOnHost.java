package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Kernels;

/** The kernels of a GPU, run on the host from the same sources, where there is a C++ compiler. */
public final class CudaOnHost {
  /** What a test says where it is skipped. */
  public static final String MISSING = HostCompiler.MISSING;

  private CudaOnHost() {}

  /** Whether the sources can be compiled here. */
  public static boolean isPresent() {
    return HostCompiler.isPresent();
  }

  /** Kernels whose blocks and threads run from the first to the last. */
  public static Kernels forward() {
    return new CudaKernels(new HostDevice(HostModule.Order.FORWARD));
  }

  /** The same from the last to the first, which must make no difference. */
  public static Kernels backward() {
    return new CudaKernels(new HostDevice(HostModule.Order.BACKWARD));
  }
}
