package io.palindrome.jobs.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palindrome.model.kernel.cuda.driver.DriverReport;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Failing;
import io.palindrome.model.kernel.cuda.driver.Nd4jCudaBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line that can end a run, word for word. */
class GpuDiagnosesTest {
  @TempDir Path folder;

  private static String problem(GpuNode node) {
    return node.problem().orElseThrow().line();
  }

  private GpuNode complete(DriverReport driver, Nd4jCudaBuild build) {
    return Nodes.complete(driver, build, folder);
  }

  private static GpuNode lookedAtAgain(GpuNode node) {
    return new GpuNode(node.driver(), node.build(), node.hasKernels(), node.search());
  }

  private GpuNode failing(int code, String name) {
    return complete(new Failing("cuInit", code, name), Nd4jCudaBuild.CUDA_11_8);
  }

  @Test
  void noDriver() {
    assertThat(problem(Nodes.WITHOUT_GPU))
        .isEqualTo(
            "gpu driver: found no libcuda.so.1, needed NVIDIA's driver for CUDA 11.0 or later;"
                + " install the driver on this node (containers: start them with NVIDIA's runtime),"
                + " or set runtime.device to cpu");
  }

  @Test
  void aDriverThatRefuses() {
    assertThat(problem(failing(802, "CUDA_ERROR_SYSTEM_NOT_READY")))
        .isEqualTo(
            "gpu driver: found cuInit failed with CUDA_ERROR_SYSTEM_NOT_READY (802), needed NVIDIA's"
                + " driver for CUDA 11.0 or later; start nvidia-fabricmanager on this node: its GPUs"
                + " are joined by NVSwitch");
    assertThat(problem(failing(803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH")))
        .endsWith(
            "; restart the node: kernel module and library of the driver have different versions");
    assertThat(problem(failing(999, "CUDA_ERROR_UNKNOWN")))
        .endsWith(
            "; run nvidia-smi on this node; if it fails too, load the nvidia kernel modules or"
                + " restart the node");
    assertThat(problem(failing(46, "CUDA_ERROR_DEVICE_UNAVAILABLE")))
        .endsWith("; run nvidia-smi on this node, or set runtime.device to cpu");
  }

  @Test
  void aDriverThatIsTooOld() {
    assertThat(problem(complete(Nodes.driver(10_020, 1, 80), Nd4jCudaBuild.CUDA_11_6)))
        .isEqualTo(
            "gpu driver: found 535.104.05, CUDA 10.2, needed NVIDIA's driver for CUDA 11.0 or later;"
                + " install a newer driver, or set runtime.device to cpu");
  }

  @Test
  void aDriverThatIsTooOldForPtx() {
    assertThat(problem(complete(Nodes.driver(11_040, 1, 90), Nd4jCudaBuild.CUDA_11_8)))
        .startsWith(
            "gpu driver: found 535.104.05, CUDA 11.4, needed NVIDIA's driver for CUDA 11.8 or later");
    assertThat(complete(Nodes.driver(11_040, 1, 86), Nd4jCudaBuild.CUDA_11_8).problem()).isEmpty();
  }

  @Test
  void noGpu() {
    assertThat(problem(complete(Nodes.driver(0, 90), Nd4jCudaBuild.CUDA_11_8)))
        .isEqualTo(
            "gpus: found none, needed one at least; look at nvidia-smi and CUDA_VISIBLE_DEVICES, or"
                + " set runtime.device to cpu");
  }

  @Test
  void theBuildForTheCpu() {
    assertThat(problem(Nodes.withDriverAlone(1)))
        .isEqualTo(
            "gpu backend: found no CUDA backend in this build, needed profile cuda-hopper for"
                + " compute capability 9.0; build with mvn -P cuda (compute capability 3.7 to 8.9)"
                + " or mvn -P cuda-hopper (9.0)");
  }

  @Test
  void aBackendWithoutOurKernels() {
    GpuNode all = complete(Nodes.driver(1, 80), Nd4jCudaBuild.CUDA_11_6);
    assertThat(problem(new GpuNode(all.driver(), all.build(), false, all.search())))
        .startsWith(
            "gpu backend: found ND4J's CUDA backend of profile cuda without kernels, needed profile"
                + " cuda for compute capability 8.0; build");
  }

  @Test
  void noCodeForTheGpu() {
    assertThat(problem(complete(Nodes.driver(1, 90), Nd4jCudaBuild.CUDA_11_6)))
        .isEqualTo(
            "gpu code: found machine code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6 and no PTX,"
                + " needed code for 9.0 (Test GPU); build with mvn -P cuda-hopper");
    assertThat(problem(complete(Nodes.driver(1, 30), Nd4jCudaBuild.CUDA_11_6)))
        .endsWith("; no release of ND4J has code for this GPU; use another, or runtime.device cpu");
  }

  @Test
  void ptxIsSlowToStartButWorks() {
    GpuNode node = complete(Nodes.driver(1, 90), Nd4jCudaBuild.CUDA_11_8);
    assertThat(node.problem()).isEmpty();
    assertThat(node.diagnoses())
        .filteredOn(diagnosis -> diagnosis.verdict() == Verdict.WARNING)
        .singleElement()
        .satisfies(
            code -> {
              assertThat(code.subject()).isEqualTo("gpu code");
              assertThat(code.remedy()).contains("CUDA_CACHE_MAXSIZE=4294967296");
            });
  }

  @Test
  void missingLibraries() throws IOException {
    GpuNode all = complete(Nodes.driver(1, 86), Nd4jCudaBuild.CUDA_11_6);
    assertThat(all.problem()).isEmpty();
    Files.delete(folder.resolve("libnvrtc.so.11.2"));
    assertThat(problem(lookedAtAgain(all)))
        .isEqualTo(
            "kernel compiler: found no libnvrtc.so.11.2, needed libnvrtc.so.11.2,"
                + " libnvrtc-builtins.so.11.6; put CUDA 11's libraries on LD_LIBRARY_PATH or"
                + " java.library.path, or use a jar that carries them (mvn -P cuda, mvn -P"
                + " cuda-hopper)");
    Files.delete(folder.resolve("libcublas.so.11"));
    Files.delete(folder.resolve("libcusolver.so.11"));
    assertThat(problem(lookedAtAgain(all)))
        .startsWith("cuda libraries: found no libcublas.so.11, no libcusolver.so.11, needed lib");
  }

  @Test
  void aLibraryInAFolderTellsItsOwnCode() throws IOException {
    GpuNode node = complete(Nodes.driver(1, 86), Nd4jCudaBuild.CUDA_11_6);
    Files.write(folder.resolve("libnd4jcuda.so"), new byte[64]);
    assertThat(problem(node)).startsWith("gpu code: found machine code for nothing and no PTX");
  }

  @Test
  void everythingThere() {
    GpuNode node = complete(Nodes.driver(2, 80), Nd4jCudaBuild.CUDA_11_6);
    assertThat(node.problem()).isEqualTo(Optional.empty());
    assertThat(node.diagnoses())
        .extracting(Diagnosis::subject, Diagnosis::verdict)
        .containsExactly(
            tuple("gpu driver", Verdict.OK),
            tuple("gpus", Verdict.OK),
            tuple("gpu backend", Verdict.OK),
            tuple("gpu code", Verdict.OK),
            tuple("cuda libraries", Verdict.OK),
            tuple("kernel compiler", Verdict.OK));
    assertThat(node.diagnoses().get(1).found()).isEqualTo("2: Test GPU (8.0), Test GPU (8.0)");
  }
}
