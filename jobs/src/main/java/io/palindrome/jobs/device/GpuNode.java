package io.palindrome.jobs.device;

import io.palindrome.model.kernel.cuda.DeviceProvider;
import io.palindrome.model.kernel.cuda.driver.CudaDriver;
import io.palindrome.model.kernel.cuda.driver.DriverReport;
import io.palindrome.model.kernel.cuda.driver.GpuDevice;
import io.palindrome.model.kernel.cuda.driver.LibrarySearch;
import io.palindrome.model.kernel.cuda.driver.Nd4jCudaBuild;
import java.util.List;
import java.util.Optional;

/** What a machine and a build have for computing on GPUs; looked at once. */
public final class GpuNode {
  private static final class Held {
    static final GpuNode OF_THIS_PROCESS =
        new GpuNode(
            CudaDriver.ofThisProcess(),
            Nd4jCudaBuild.onClassPath(GpuNode.class.getClassLoader()),
            DeviceProvider.find().isPresent(),
            LibrarySearch.ofThisProcess());
  }

  private final DriverReport driver;
  private final Optional<Nd4jCudaBuild> build;
  private final boolean hasKernels;
  private final LibrarySearch search;
  private List<Diagnosis> diagnoses = List.of();

  /**
   * @param driver what NVIDIA's driver says
   * @param build ND4J's CUDA backend in this build
   * @param hasKernels whether this build has our kernels for it
   * @param search finds CUDA's libraries
   */
  public GpuNode(
      DriverReport driver,
      Optional<Nd4jCudaBuild> build,
      boolean hasKernels,
      LibrarySearch search) {
    this.driver = driver;
    this.build = build;
    this.hasKernels = hasKernels;
    this.search = search;
  }

  /** This machine and this build. */
  public static GpuNode ofThisProcess() {
    return Held.OF_THIS_PROCESS;
  }

  /** The GPUs that this process sees. */
  public List<GpuDevice> devices() {
    return driver.devices();
  }

  DriverReport driver() {
    return driver;
  }

  /** ND4J's CUDA backend in this build. */
  public Optional<Nd4jCudaBuild> build() {
    return build;
  }

  boolean hasKernels() {
    return hasKernels;
  }

  LibrarySearch search() {
    return search;
  }

  /** Everything that was looked at, in the order in which it is needed. */
  public synchronized List<Diagnosis> diagnoses() {
    if (diagnoses.isEmpty()) {
      diagnoses = GpuDiagnoses.of(this);
    }
    return diagnoses;
  }

  /** Why this process cannot compute on GPUs: the first diagnosis that failed. */
  public Optional<Diagnosis> problem() {
    return diagnoses().stream().filter(Diagnosis::isFailed).findFirst();
  }
}
