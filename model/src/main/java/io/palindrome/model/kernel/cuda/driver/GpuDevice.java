package io.palindrome.model.kernel.cuda.driver;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * A GPU as the driver describes it.
 *
 * @param ordinal its number in this process, from 0
 * @param computeCapability ten times the major version plus the minor one: 90 for Hopper
 * @param uuid such as {@code GPU-6f0c2b1e-...}; the same in every process; empty where the driver
 *     does not tell
 * @param totalBytes of its memory
 * @param freeBytes of its memory; empty where nobody tells
 */
public record GpuDevice(
    int ordinal,
    String name,
    int computeCapability,
    String uuid,
    long totalBytes,
    OptionalLong freeBytes) {

  /** The compute capability as NVIDIA writes it, such as {@code 9.0}. */
  public String capability() {
    return capability(computeCapability);
  }

  /** A compute capability as NVIDIA writes it. */
  static String capability(int value) {
    return String.format(Locale.ROOT, "%d.%d", value / 10, value % 10);
  }
}
