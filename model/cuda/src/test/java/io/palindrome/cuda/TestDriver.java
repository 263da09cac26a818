package io.palindrome.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A driver for tests, {@code src/test/cpp/driver.cpp}, under the name of NVIDIA's: JavaCPP's
 * libraries cannot be loaded without one.
 */
final class TestDriver {
  private static final Path SOURCE = Path.of("src", "test", "cpp", "driver.cpp").toAbsolutePath();
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private static final class Loaded {
    static final NativeLibrary LIBRARY = NativeLibrary.getInstance(compile().toString());
  }

  private TestDriver() {}

  /** Loads it; where there is no compiler, the test is skipped. */
  static void load() {
    assumeTrue(hasCompiler(), "no C++ compiler, and no driver without one; install g++ or set CXX");
    Loaded.LIBRARY.getName();
  }

  /** Such as {@code fill<1,1,1><32,1,1> shared 0 of 49152}. */
  static String lastLaunch() {
    return Loaded.LIBRARY.getFunction("test_last_launch").invokeString(new Object[0], false);
  }

  /** Lets the next kernel read what it must not, which the next wait for its stream tells. */
  static void failNext() {
    Loaded.LIBRARY.getFunction("test_fail_next").invokeVoid(new Object[0]);
  }

  /** Lets the stream have run all up to that record of an event, counted from 1 in this process. */
  static void runUntil(int records) {
    Loaded.LIBRARY.getFunction("test_run_until").invokeVoid(new Object[] {records});
  }

  private static String compiler() {
    return System.getenv().getOrDefault("CXX", "g++");
  }

  private static boolean hasCompiler() {
    try {
      return run(compiler(), "--version").isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static Path compile() {
    try {
      Path folder = Files.createTempDirectory(TARGET, "test-driver-"); // of this JVM alone
      Path library = folder.resolve("libcuda.so.1");
      String errors =
          run(
              compiler(),
              "-std=c++17",
              "-shared",
              "-fPIC",
              "-Wl,-soname,libcuda.so.1",
              SOURCE.toString(),
              "-o",
              library.toString());
      if (!errors.isEmpty()) {
        throw new IllegalStateException("Cannot compile the driver for tests: " + errors);
      }
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a failing command printed; empty where it succeeded. */
  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return process.waitFor() == 0 ? "" : output + " ";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
