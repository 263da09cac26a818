package io.palindrome.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The discovery script beside an nvidia-smi that says what the test wants. */
class GpuAddressesScriptTest {
  private static final String TWO = "printf '0, GPU-aa11\\n1, GPU-bb22\\n'";

  @TempDir Path folder;

  private record Ran(int exit, String out, String err) {}

  private Ran run(String nvidiaSmi, String visible) throws IOException, InterruptedException {
    FakeNvidiaSmi.write(folder, nvidiaSmi);
    return runWith(folder + ":/usr/bin:/bin", visible);
  }

  private Ran runWith(String path, String visible) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder script =
        new ProcessBuilder("/bin/bash", FakeNvidiaSmi.SCRIPT.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    script.environment().put("PATH", path);
    script.environment().remove("CUDA_VISIBLE_DEVICES");
    if (visible != null) {
      script.environment().put("CUDA_VISIBLE_DEVICES", visible);
    }
    int exit = script.start().waitFor();
    return new Ran(
        exit, Files.readString(out, UTF_8).strip(), Files.readString(err, UTF_8).strip());
  }

  private static String addresses(String list) {
    return "{\"name\": \"gpu\", \"addresses\": [" + list + "]}";
  }

  @Test
  void printsUuids() throws Exception {
    assertThat(run(TWO, null)).isEqualTo(new Ran(0, addresses("\"GPU-aa11\", \"GPU-bb22\""), ""));
  }

  @Test
  void printsOnlyWhatProcessesSee() throws Exception {
    assertThat(run(TWO, "1").out()).isEqualTo(addresses("\"GPU-bb22\""));
    assertThat(run(TWO, "1, 0").out()).isEqualTo(addresses("\"GPU-bb22\", \"GPU-aa11\""));
    assertThat(run(TWO, "GPU-b").out()).isEqualTo(addresses("\"GPU-bb22\""));
    assertThat(run(TWO, "0,7,1").out()).isEqualTo(addresses("\"GPU-aa11\""));
    assertThat(run(TWO, "-1").out()).isEqualTo(addresses(""));
    assertThat(run(TWO, "").out()).isEqualTo(addresses(""));
  }

  @Test
  void aNodeWithoutGpusHasNoAddress() throws Exception {
    assertThat(run("echo 'No devices were found'", null).out()).isEqualTo(addresses(""));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    assertThat(run("echo 'driver not loaded'; exit 9", null))
        .isEqualTo(new Ran(1, "", "Cannot list GPUs: nvidia-smi failed: driver not loaded"));
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(runWith(empty.toString(), null))
        .isEqualTo(
            new Ran(
                1,
                "",
                "Cannot list GPUs: no nvidia-smi on the PATH; install NVIDIA's driver, or set PATH to"
                    + " its folder"));
  }
}
