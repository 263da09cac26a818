package io.palindrome.model.kernel.cuda.driver;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The releases of ND4J's CUDA backend that Palindrome is built with, one for each profile. */
public enum Nd4jCudaBuild {
  /** nd4j-cuda-11.6, 1.0.0-M2.1. */
  CUDA_11_6(
      "cuda",
      11_060,
      "org/nd4j/linalg/jcublas/bindings/Nd4jCuda.class",
      "libnvrtc-builtins.so.11.6",
      "37 50 52 60 61 70 75 80 86",
      ""),
  /** nd4j-cuda-11.2, 1.0.0-M1.1, with the libraries of CUDA 11.8. */
  CUDA_11_8(
      "cuda-hopper",
      11_080,
      "org/nd4j/nativeblas/Nd4jCuda.class",
      "libnvrtc-builtins.so.11.8",
      "35 50 52 60 61 70 75 80 86",
      "86");

  /** What ND4J and the kernels link to or load. */
  private static final List<String> LIBRARIES =
      List.of("libcudart.so.11.0", "libcublas.so.11", "libcublasLt.so.11", "libcusolver.so.11");

  /** The oldest driver that CUDA 11's machine code runs on. */
  private static final int OLDEST_DRIVER = 11_000;

  private final String profile;
  private final int cudaVersion;
  private final String marker;
  private final String builtins;
  private final String machineCode;
  private final String ptx;

  Nd4jCudaBuild(
      String profile,
      int cudaVersion,
      String marker,
      String builtins,
      String machineCode,
      String ptx) {
    this.profile = profile;
    this.cudaVersion = cudaVersion;
    this.marker = marker;
    this.builtins = builtins;
    this.machineCode = machineCode;
    this.ptx = ptx;
  }

  /** The one on the class path. */
  public static Optional<Nd4jCudaBuild> onClassPath(ClassLoader classes) {
    return Arrays.stream(values())
        .filter(build -> classes.getResource(build.marker) != null)
        .findFirst();
  }

  /** The profile that a GPU needs, the one with machine code first; empty if none has code. */
  public static Optional<Nd4jCudaBuild> forCapability(int computeCapability) {
    return Arrays.stream(values())
        .filter(build -> build.published().of(computeCapability) != DeviceImages.Kind.NONE)
        .findFirst();
  }

  /** Maven's profile: {@code mvn -P cuda}. */
  public String profile() {
    return profile;
  }

  /** The CUDA version of its libraries, as {@link DriverReport.Answering#cudaVersion}. */
  public int cudaVersion() {
    return cudaVersion;
  }

  /** The device code of its libnd4jcuda.so as it was released. */
  public DeviceImages published() {
    return new DeviceImages(capabilities(machineCode), capabilities(ptx));
  }

  private static Set<Integer> capabilities(String list) {
    return Arrays.stream(list.split(" ", -1))
        .filter(one -> !one.isEmpty())
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }

  /** Names of the CUDA libraries it needs. */
  public List<String> libraries() {
    return LIBRARIES;
  }

  /** Names of the libraries that compile kernels. */
  public List<String> compilerLibraries() {
    return List.of("libnvrtc.so.11.2", builtins);
  }

  /** The CUDA version that a driver must run: that of the PTX's compiler, if it has to compile. */
  public int driverNeeded(DeviceImages.Kind image) {
    return image == DeviceImages.Kind.MACHINE_CODE ? OLDEST_DRIVER : cudaVersion;
  }
}
