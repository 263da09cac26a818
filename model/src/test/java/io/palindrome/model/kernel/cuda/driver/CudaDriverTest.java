package io.palindrome.model.kernel.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.cuda.driver.DriverReport.Answering;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Failing;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Missing;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The true probe on libraries that answer like a driver. */
class CudaDriverTest {
  @TempDir Path folder;

  @Test
  void describesEachGpu() {
    DriverReport report = CudaDriver.ask(FakeDriver.with(2, 90).compile(folder));
    assertThat(report)
        .isEqualTo(
            new Answering(
                12_020,
                "535.104.05",
                List.of(
                    new GpuDevice(
                        0,
                        "Fake GPU 0",
                        90,
                        "GPU-00102030-4050-6070-8090-a0b0c0d0e0f0",
                        FakeDriver.BYTES,
                        OptionalLong.of(FakeDriver.FREE)),
                    new GpuDevice(
                        1,
                        "Fake GPU 1",
                        90,
                        "GPU-01112131-4151-6171-8191-a1b1c1d1e1f1",
                        FakeDriver.BYTES,
                        OptionalLong.of(FakeDriver.FREE - 1)))));
    assertThat(report.devices().get(0).capability()).isEqualTo("9.0");
  }

  @Test
  void knowsEightGpus() {
    assertThat(CudaDriver.ask(FakeDriver.with(8, 86).compile(folder)).devices()).hasSize(8);
  }

  @Test
  void aDriverThatInitialisesOnlyWithADeviceHasNone() {
    DriverLibraries libraries = new FakeDriver(0, 11_040, 100, 80).compile(folder);
    assertThat(CudaDriver.ask(libraries)).isEqualTo(new Answering(11_040, "535.104.05", List.of()));
  }

  @Test
  void namesTheErrorOfADriverThatRefuses() {
    assertThat(CudaDriver.ask(new FakeDriver(1, 12_020, 802, 90).compile(folder)))
        .isEqualTo(new Failing("cuInit", 802, "CUDA_ERROR_SYSTEM_NOT_READY"));
  }

  @Test
  void anErrorWithoutANameKeepsItsNumber() {
    assertThat(CudaDriver.ask(new FakeDriver(1, 12_020, 77, 90).compile(folder)))
        .isEqualTo(new Failing("cuInit", 77, "error 77"));
  }

  @Test
  void freeMemoryIsUnknownWithoutTheManagementLibrary() {
    String cuda = FakeDriver.with(1, 80).compileCuda(folder);
    String nvml = folder.resolve("libnvidia-ml.so.1").toString();
    Answering report = (Answering) CudaDriver.ask(new DriverLibraries(cuda, nvml));
    assertThat(report.version()).isEmpty();
    assertThat(report.devices().get(0).freeBytes()).isEmpty();
  }

  @Test
  void aLibraryThatIsNoDriverIsRefused() {
    Path empty = FakeDriver.compileEmpty(folder.resolve("libempty.so.1"));
    assertThat(CudaDriver.ask(new DriverLibraries(empty.toString(), "libnone.so.1")))
        .isEqualTo(new Failing("cuDriverGetVersion", -1, "error -1"));
  }

  @Test
  void saysThatThereIsNoDriver() {
    String none = folder.resolve("libcuda.so.1").toString();
    assertThat(CudaDriver.ask(new DriverLibraries(none, none))).isEqualTo(new Missing(none));
  }
}
