package io.palindrome.jobs.device;

import io.palindrome.model.kernel.cuda.driver.DeviceImages;
import io.palindrome.model.kernel.cuda.driver.DeviceImages.Kind;
import io.palindrome.model.kernel.cuda.driver.GpuDevice;
import io.palindrome.model.kernel.cuda.driver.Nd4jCudaBuild;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is on a node, in the order in which it is needed: driver, GPUs, backend, code, libraries.
 */
final class GpuDiagnoses {
  private static final int OLDEST_DRIVER = 11_000;

  private final GpuNode node;
  private final List<Diagnosis> diagnoses = new ArrayList<>();

  private GpuDiagnoses(GpuNode node) {
    this.node = node;
  }

  /** Every diagnosis; what cannot be looked at without something missing is left out. */
  static List<Diagnosis> of(GpuNode node) {
    GpuDiagnoses all = new GpuDiagnoses(node);
    Optional<DeviceImages> images = all.images();
    all.diagnoses.add(DriverDiagnosis.of(node.driver(), all.driverNeeded(images)));
    all.addDevices();
    all.addBackend();
    if (node.build().isPresent()) {
      all.addCode(node.build().get(), images);
      all.addLibraries("cuda libraries", node.build().get().libraries());
      all.addLibraries("kernel compiler", node.build().get().compilerLibraries());
    }
    return List.copyOf(all.diagnoses);
  }

  private Optional<DeviceImages> images() {
    if (node.build().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(node.search().images(node.build().get()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private int driverNeeded(Optional<DeviceImages> images) {
    if (images.isEmpty()) {
      return OLDEST_DRIVER;
    }
    return node.devices().stream()
        .map(device -> images.get().of(device.computeCapability()))
        .mapToInt(node.build().get()::driverNeeded)
        .max()
        .orElse(OLDEST_DRIVER);
  }

  private void addDevices() {
    String subject = "gpus";
    if (node.devices().isEmpty()) {
      diagnoses.add(
          Diagnosis.failed(
              subject,
              "none",
              "one at least",
              "look at nvidia-smi and CUDA_VISIBLE_DEVICES, or set runtime.device to cpu"));
      return;
    }
    String found =
        node.devices().stream()
            .map(gpu -> gpu.name() + " (" + gpu.capability() + ")")
            .collect(Collectors.joining(", "));
    diagnoses.add(Diagnosis.ok(subject, node.devices().size() + ": " + found, "one at least"));
  }

  private void addBackend() {
    String subject = "gpu backend";
    String needed =
        node.devices().stream().findFirst().map(this::profileFor).orElse("a CUDA build");
    if (node.build().isEmpty() || !node.hasKernels()) {
      String found =
          node.build()
              .map(
                  build -> "ND4J's CUDA backend of profile " + build.profile() + " without kernels")
              .orElse("no CUDA backend in this build");
      diagnoses.add(
          Diagnosis.failed(
              subject,
              found,
              needed,
              "build with mvn -P cuda (compute capability 3.7 to 8.9) or mvn -P cuda-hopper (9.0)"));
    } else {
      diagnoses.add(Diagnosis.ok(subject, "profile " + node.build().get().profile(), needed));
    }
  }

  private String profileFor(GpuDevice gpu) {
    String capability = "compute capability " + gpu.capability();
    return Nd4jCudaBuild.forCapability(gpu.computeCapability())
        .map(build -> "profile " + build.profile() + " for " + capability)
        .orElse("a CUDA build for " + capability);
  }

  private void addCode(Nd4jCudaBuild build, Optional<DeviceImages> images) {
    String subject = "gpu code";
    if (images.isEmpty()) {
      diagnoses.add(
          Diagnosis.failed(
              subject,
              "libnd4jcuda.so that cannot be read",
              "a readable one",
              "check its rights; it is in a folder of java.library.path"));
      return;
    }
    String found = images.get().text();
    Kind worst = Kind.MACHINE_CODE;
    for (GpuDevice gpu : node.devices()) {
      Kind kind = images.get().of(gpu.computeCapability());
      String needed = "code for " + gpu.capability() + " (" + gpu.name() + ")";
      if (kind == Kind.NONE) {
        diagnoses.add(Diagnosis.failed(subject, found, needed, otherBuild(build, gpu)));
        return;
      }
      worst = kind.compareTo(worst) > 0 ? kind : worst;
    }
    diagnoses.add(
        worst == Kind.PTX
            ? Diagnosis.warning(
                subject,
                found,
                "machine code",
                "the driver compiles PTX at the first start on each node, for 20 to 45 minutes: set"
                    + " CUDA_CACHE_MAXSIZE=4294967296, or make a bundle with the code in it"
                    + " (palindrome bundle --arch)")
            : Diagnosis.ok(subject, found, "code for each GPU"));
  }

  private static String otherBuild(Nd4jCudaBuild build, GpuDevice gpu) {
    return Nd4jCudaBuild.forCapability(gpu.computeCapability())
        .filter(other -> other != build)
        .map(other -> "build with mvn -P " + other.profile())
        .orElse("no release of ND4J has code for this GPU; use another, or runtime.device cpu");
  }

  private void addLibraries(String subject, List<String> names) {
    List<String> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      Optional<String> where = node.search().find(name);
      (where.isPresent() ? found : missing).add(name + where.map(in -> " in " + in).orElse(""));
    }
    String needed = String.join(", ", names);
    if (missing.isEmpty()) {
      diagnoses.add(Diagnosis.ok(subject, String.join(", ", found), needed));
    } else {
      diagnoses.add(
          Diagnosis.failed(
              subject,
              "no " + String.join(", no ", missing),
              needed,
              "put CUDA 11's libraries on LD_LIBRARY_PATH or java.library.path, or use a jar that"
                  + " carries them (mvn -P cuda, mvn -P cuda-hopper)"));
    }
  }
}
