package io.palindrome.model.kernel.cuda.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Libraries that answer like NVIDIA's driver, compiled by the tests: the probe loads and calls them
 * as it would the true ones.
 *
 * @param devices GPUs
 * @param version of CUDA, as cuDriverGetVersion gives it
 * @param init code of cuInit
 * @param capability ten times the major version plus the minor one
 */
public record FakeDriver(int devices, int version, int init, int capability) {
  public static final long BYTES = 80L << 30;
  public static final long FREE = 79L << 30;

  /** A driver of CUDA 12.2 with GPUs of that compute capability. */
  public static FakeDriver with(int devices, int capability) {
    return new FakeDriver(devices, 12_020, 0, capability);
  }

  /** Compiles both libraries into a folder, under the names that the dynamic linker looks for. */
  public DriverLibraries compile(Path folder) {
    return new DriverLibraries(compileCuda(folder), compileNvml(folder));
  }

  /** Compiles the driver alone; returns its path. */
  public String compileCuda(Path folder) {
    return compile(
        folder.resolve("libcuda.so.1"),
        "cuda.c",
        List.of(
            "-DDEVICES=" + devices,
            "-DVERSION=" + version,
            "-DINIT=" + init,
            "-DMAJOR=" + capability / 10,
            "-DMINOR=" + capability % 10,
            "-DBYTES=" + BYTES + "L"));
  }

  /** Compiles the management library alone; returns its path. */
  public static String compileNvml(Path folder) {
    return compile(folder.resolve("libnvidia-ml.so.1"), "nvml.c", List.of("-DFREE=" + FREE + "L"));
  }

  /** An empty library of that name: it can be loaded. */
  public static Path compileEmpty(Path library) {
    return Path.of(compile(library, "empty.c", List.of()));
  }

  private static String compile(Path library, String source, List<String> macros) {
    try {
      Files.createDirectories(library.getParent());
      Path copy = library.resolveSibling(source);
      try (InputStream in = FakeDriver.class.getResourceAsStream("/fake-driver/" + source)) {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-w"));
      command.addAll(macros);
      command.addAll(List.of("-o", library.toString(), copy.toString()));
      Process gcc;
      try {
        gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
      } catch (IOException e) {
        assumeTrue(false, "there is no gcc to compile a fake driver with: " + e.getMessage());
        throw e;
      }
      String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (gcc.waitFor() != 0) {
        throw new IllegalStateException("gcc failed: " + said);
      }
      return library.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
