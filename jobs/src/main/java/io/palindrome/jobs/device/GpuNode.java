package io.palindrome.jobs.device;

import io.palindrome.model.kernel.cuda.DeviceProvider;
import io.palindrome.model.kernel.cuda.driver.CudaDriver;
import io.palindrome.model.kernel.cuda.driver.DriverReport;
import io.palindrome.model.kernel.cuda.driver.GpuDevice;
import io.palindrome.model.kernel.cuda.driver.LibrarySearch;
import io.palindrome.model.kernel.cuda.driver.Nd4jCudaBuild;
import java.util.List;
import java.util.Optional;

/**
 * What a machine and a build have for computing on GPUs.
 *
 * @param driver what NVIDIA's driver says
 * @param build ND4J's CUDA backend in this build
 * @param hasKernels whether this build has our kernels for it
 * @param search finds CUDA's libraries
 */
public record GpuNode(
    DriverReport driver, Optional<Nd4jCudaBuild> build, boolean hasKernels, LibrarySearch search) {

  private static final class Held {
    static final GpuNode OF_THIS_PROCESS =
        new GpuNode(
            CudaDriver.ofThisProcess(),
            Nd4jCudaBuild.onClassPath(GpuNode.class.getClassLoader()),
            DeviceProvider.find().isPresent(),
            LibrarySearch.ofThisProcess());
  }

  /** This machine and this build, looked at once. */
  public static GpuNode ofThisProcess() {
    return Held.OF_THIS_PROCESS;
  }

  /** The GPUs that this process sees. */
  public List<GpuDevice> devices() {
    return driver.devices();
  }

  /** Why this process cannot compute on GPUs: the first diagnosis that failed. */
  public Optional<Diagnosis> problem() {
    return GpuDiagnoses.of(this).stream().filter(Diagnosis::isFailed).findFirst();
  }
}
