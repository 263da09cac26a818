package io.palindrome.jobs.device;

import io.palindrome.model.kernel.cuda.driver.DriverReport;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Answering;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Missing;
import io.palindrome.model.kernel.cuda.driver.GpuDevice;
import io.palindrome.model.kernel.cuda.driver.LibrarySearch;
import io.palindrome.model.kernel.cuda.driver.Nd4jCudaBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Machines with and without GPUs. */
public final class Nodes {
  private static final int CUDA_12_2 = 12_020;

  /** No driver, no backend. */
  public static final GpuNode WITHOUT_GPU =
      new GpuNode(new Missing("libcuda.so.1"), Optional.empty(), false, search(List.of()));

  private Nodes() {}

  /** A driver of CUDA 12.2 with GPUs of that compute capability, 80 GiB of which 79 are free. */
  public static DriverReport driver(int gpus, int capability) {
    return driver(CUDA_12_2, gpus, capability);
  }

  static DriverReport driver(int cudaVersion, int gpus, int capability) {
    List<GpuDevice> devices =
        IntStream.range(0, gpus)
            .mapToObj(
                i ->
                    new GpuDevice(
                        i,
                        "Test GPU",
                        capability,
                        "GPU-0" + i,
                        80L << 30,
                        OptionalLong.of(79L << 30)))
            .toList();
    return new Answering(cudaVersion, "535.104.05", devices);
  }

  /** A driver and GPUs, but the build for the CPU. */
  public static GpuNode withDriverAlone(int gpus) {
    return new GpuNode(driver(gpus, 90), Optional.empty(), false, search(List.of()));
  }

  /** A build with everything; its libraries are files in {@code folder}. */
  public static GpuNode complete(DriverReport driver, Nd4jCudaBuild build, Path folder) {
    try {
      for (String library : build.libraries()) {
        Files.write(folder.resolve(library), new byte[0]);
      }
      for (String library : build.compilerLibraries()) {
        Files.write(folder.resolve(library), new byte[0]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GpuNode(driver, Optional.of(build), true, search(List.of(folder)));
  }

  private static LibrarySearch search(List<Path> folders) {
    return new LibrarySearch(folders, Nodes.class.getClassLoader());
  }
}
