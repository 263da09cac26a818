package io.palindrome.model.kernel.host;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How many threads a library that is parallel by OpenMP starts from the calling thread. OpenMP
 * keeps that number for each thread, and has no variable for it that a process could set after its
 * start.
 */
final class OpenMpThreads {
  private static final Path MAPPED = Path.of("/proc/self/maps");
  private static final ThreadLocal<Boolean> IS_ONE = ThreadLocal.withInitial(() -> false);

  private OpenMpThreads() {}

  /** From now on none beside the calling thread, in every copy of OpenMP that is loaded. */
  static void oneForThisThread() {
    if (IS_ONE.get()) {
      return;
    }
    try (Stream<String> lines = Files.lines(MAPPED)) {
      lines
          .filter(line -> line.contains("/libgomp"))
          .map(line -> line.substring(line.indexOf('/')))
          .distinct()
          .forEach(OpenMpThreads::one);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + MAPPED, e);
    }
    IS_ONE.set(true);
  }

  private static void one(String library) {
    NativeLibrary.getInstance(library)
        .getFunction("omp_set_num_threads")
        .invokeVoid(new Object[] {1});
  }
}
