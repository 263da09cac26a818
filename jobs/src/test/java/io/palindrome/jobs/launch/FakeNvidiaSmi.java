package io.palindrome.jobs.launch;

import io.palindrome.model.kernel.cuda.driver.GpuDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** An nvidia-smi that lists the GPUs of a fake driver, for the discovery script. */
final class FakeNvidiaSmi {
  /** The script that the product ships. */
  static final Path SCRIPT =
      Path.of("..", "scripts", "gpu-addresses.sh").toAbsolutePath().normalize();

  private FakeNvidiaSmi() {}

  static void write(Path folder, List<GpuDevice> gpus) throws IOException {
    String lines =
        gpus.stream()
            .map(gpu -> gpu.ordinal() + ", " + gpu.uuid())
            .collect(Collectors.joining("\\n"));
    write(
        folder,
        "[[ $* == '--query-gpu=index,uuid --format=csv,noheader' ]] || exit 9\nprintf '"
            + lines
            + "\\n'");
  }

  /**
   * @param body of a bash script
   */
  static void write(Path folder, String body) throws IOException {
    Path program =
        Files.writeString(folder.resolve("nvidia-smi"), "#!/usr/bin/env bash\n" + body + "\n");
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + program + " executable");
    }
  }
}
