package io.palindrome.model.kernel.cuda.driver;

/**
 * The libraries that NVIDIA's driver brings, by name or by path.
 *
 * @param cuda the driver itself
 * @param nvml its management library, which tells free memory
 */
public record DriverLibraries(String cuda, String nvml) {
  /** As the dynamic linker finds them. */
  public static final DriverLibraries OF_THIS_MACHINE =
      new DriverLibraries("libcuda.so.1", "libnvidia-ml.so.1");
}
