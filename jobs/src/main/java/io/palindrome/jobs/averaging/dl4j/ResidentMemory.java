package io.palindrome.jobs.averaging.dl4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of this process. */
final class ResidentMemory {
  private static final String PEAK = "VmHWM:";

  private ResidentMemory() {}

  /** Most bytes this process ever had in memory; -1 where the system does not tell. */
  static long peakBytes() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith(PEAK)) {
          String kibibytes = line.substring(PEAK.length()).replace("kB", "").trim();
          return Long.parseLong(kibibytes) << 10;
        }
      }
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Bytes in use in this process's Java heap. */
  static long heapBytes() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
