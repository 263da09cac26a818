package io.palindrome.model.kernel.cuda.driver;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The device code in a library.
 *
 * @param machineCode compute capabilities that it holds machine code for
 * @param ptx compute capabilities that it holds PTX for
 */
public record DeviceImages(Set<Integer> machineCode, Set<Integer> ptx) {
  /** How a GPU runs a library's code. */
  public enum Kind {
    /** As it is. */
    MACHINE_CODE,
    /** The driver compiles it first: once on each machine, for tens of minutes. */
    PTX,
    /** Not at all. */
    NONE
  }

  public DeviceImages {
    machineCode = Set.copyOf(machineCode);
    ptx = Set.copyOf(ptx);
  }

  /**
   * How a GPU runs it. Machine code runs on its major version with the same or a larger minor one,
   * PTX on the same or a larger version.
   */
  public Kind of(int computeCapability) {
    if (machineCode.stream()
        .anyMatch(
            image ->
                image / 10 == computeCapability / 10 && image % 10 <= computeCapability % 10)) {
      return Kind.MACHINE_CODE;
    }
    return ptx.stream().anyMatch(image -> image <= computeCapability) ? Kind.PTX : Kind.NONE;
  }

  /** Such as {@code machine code for 8.0, 8.6 and PTX for 8.6}. */
  public String text() {
    return "machine code for "
        + list(machineCode)
        + (ptx.isEmpty() ? " and no PTX" : " and PTX for " + list(ptx));
  }

  private static String list(Collection<Integer> capabilities) {
    return capabilities.isEmpty()
        ? "nothing"
        : new TreeSet<>(capabilities)
            .stream().map(GpuDevice::capability).collect(Collectors.joining(", "));
  }
}
