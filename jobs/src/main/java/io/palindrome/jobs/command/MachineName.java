package io.palindrome.jobs.command;

import io.palindrome.model.kernel.host.VectorCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the driver's machine calls itself. */
public final class MachineName {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  private MachineName() {}

  /** The processor's name, or its architecture where the system does not tell. */
  public static String cpu() {
    try {
      List<String> lines = Files.isReadable(CPU) ? Files.readAllLines(CPU) : List.of();
      return lines.stream()
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /** The vectors that kernels compute with, such as "512 bits, 16 floats", or "none". */
  public static String vectors() {
    return VectorCheck.ofThisJvm().vectors();
  }
}
