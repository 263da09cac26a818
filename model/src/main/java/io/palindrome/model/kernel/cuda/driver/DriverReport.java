package io.palindrome.model.kernel.cuda.driver;

import java.util.List;

/** What asking the driver came to. */
public sealed interface DriverReport {
  /** The GPUs that this process sees; none where the driver cannot be used. */
  List<GpuDevice> devices();

  /**
   * There is no driver.
   *
   * @param library its name
   */
  record Missing(String library) implements DriverReport {
    @Override
    public List<GpuDevice> devices() {
      return List.of();
    }
  }

  /**
   * There is one, and it refused.
   *
   * @param call of the driver's interface, such as {@code cuInit}
   * @param code as the call returned it
   * @param name of the code, such as {@code CUDA_ERROR_SYSTEM_NOT_READY}
   */
  record Failing(String call, int code, String name) implements DriverReport {
    @Override
    public List<GpuDevice> devices() {
      return List.of();
    }
  }

  /**
   * There is one that answers.
   *
   * @param cudaVersion the newest CUDA version it can run: 1000 times the major version plus ten
   *     times the minor one
   * @param version its own, such as {@code 535.104.05}; empty where nobody tells
   */
  record Answering(int cudaVersion, String version, List<GpuDevice> devices)
      implements DriverReport {
    public Answering {
      devices = List.copyOf(devices);
    }
  }

  /** A CUDA version as NVIDIA writes it, such as {@code 11.8} for 11080. */
  static String cuda(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }
}
