package io.palindrome.model.kernel.host;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What OpenBLAS, ND4J's library of matrix products, takes the processor for. It knows the
 * processors that were there when it was built, and takes newer ones for very old ones.
 */
public final class BlasCore {
  private static final Path MAPPED = Path.of("/proc/self/maps");
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final String AVX512 = "SkylakeX";
  private static final String AVX2 = "Haswell";
  private static final Set<String> OF_AVX512 = Set.of("SkylakeX", "Cooperlake", "Sapphirerapids");
  private static final Set<String> OF_AVX2 = Set.of("Haswell", "Zen", "Excavator");

  private BlasCore() {}

  /** The name of the kernels that this process multiplies with; empty before ND4J is loaded. */
  public static Optional<String> ofThisProcess() {
    try (Stream<String> lines = Files.lines(MAPPED)) {
      return lines
          .filter(line -> line.contains("/libopenblas"))
          .map(line -> line.substring(line.indexOf('/')))
          .distinct()
          .findFirst()
          .flatMap(BlasCore::coreOf);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> coreOf(String library) {
    try {
      return Optional.of(
          NativeLibrary.getInstance(library)
              .getFunction("openblas_get_corename")
              .invokeString(new Object[0], false));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }

  /** The oldest core that uses this processor's vectors; empty where it has none of note. */
  public static Optional<String> expected() {
    try (Stream<String> lines = Files.lines(PROCESSOR)) {
      return expected(lines.filter(line -> line.startsWith("flags")).findFirst().orElse(""));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<String> expected(String flags) {
    if (flags.contains(" avx512f")) {
      return Optional.of(AVX512);
    }
    return flags.contains(" avx2") ? Optional.of(AVX2) : Optional.empty();
  }

  /** Whether a core uses vectors as wide as the expected one. */
  public static boolean isAsNew(String core, String expected) {
    return contains(OF_AVX512, core) || (expected.equals(AVX2) && contains(OF_AVX2, core));
  }

  private static boolean contains(Set<String> names, String core) {
    return names.stream().anyMatch(core::equalsIgnoreCase);
  }
}
