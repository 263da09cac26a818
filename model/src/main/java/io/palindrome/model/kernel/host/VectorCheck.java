package io.palindrome.model.kernel.host;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/**
 * Whether this JVM can compute with {@link HostKernels}: it has the Vector API, its compiler turns
 * vectors into instructions, and the kernels compute what plain loops compute. Found out once, by
 * the first who asks, in a few hundredths of a second beyond the loading of classes that the first
 * step needs anyway.
 *
 * <p>That the compiler does so is read from what the JVM says of itself, not measured: a kernel is
 * compiled only after thousands of calls, which would take longer than a start may.
 *
 * @param bits of one vector; 0 where kernels cannot run at all
 * @param problem what was found and what to do; empty if the kernels can be used
 */
public record VectorCheck(int bits, String problem) {
  private static final String MODULE = "jdk.incubator.vector";

  private static final class Held {
    static final VectorCheck OF_THIS_JVM = make();
  }

  /** What this JVM can do. */
  public static VectorCheck ofThisJvm() {
    return Held.OF_THIS_JVM;
  }

  /** Whether the kernels can be used. */
  public boolean passed() {
    return problem.isEmpty();
  }

  /** The vectors in words, such as "512 bits, 16 floats". */
  public String vectors() {
    return bits == 0 ? "none" : "%d bits, %d floats".formatted(bits, bits / Float.SIZE);
  }

  private static VectorCheck make() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new VectorCheck(
          0,
          "this JVM was started without --add-modules "
              + MODULE
              + "; add it to spark.driver.extraJavaOptions and spark.executor.extraJavaOptions");
    }
    int bits = 0;
    try {
      VectorWidth.bits(
          System.getProperty(VectorWidth.PROPERTY), FloatVector.SPECIES_PREFERRED.vectorBitSize());
      bits = Lanes.SPECIES.vectorBitSize();
      Optional<String> slow = slow(System.getProperty("java.vm.info", ""), multiplyAdds());
      return new VectorCheck(bits, slow.or(SelfTest::ofHostKernels).orElse(""));
    } catch (IllegalArgumentException e) {
      return new VectorCheck(0, e.getMessage());
    } catch (RuntimeException | LinkageError | AssertionError e) {
      return new VectorCheck(
          bits, "its Vector API failed with " + e + "; use an OpenJDK 17 for this processor");
    }
  }

  /**
   * Why vectors would be objects, or their multiply-adds calls, a hundred times slower.
   *
   * @param vm what the JVM says of itself in {@code java.vm.info}
   */
  static Optional<String> slow(String vm, boolean multiplyAdds) {
    if (vm.contains("interpreted") || vm.contains("emulated-client")) {
      return Optional.of(
          "this JVM (%s) does not compile vectors; leave out -Xint and -XX:TieredStopAtLevel"
              .formatted(vm));
    }
    return multiplyAdds
        ? Optional.empty()
        : Optional.of(
            "this JVM has no fused multiply-add; the processor must have FMA3 (x86) or NEON (Arm),"
                + " and -XX:-UseFMA must not be set");
  }

  /** As HotSpot's option says; another JVM is believed to have them. */
  private static boolean multiplyAdds() {
    try {
      return Boolean.parseBoolean(
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption("UseFMA")
              .getValue());
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
