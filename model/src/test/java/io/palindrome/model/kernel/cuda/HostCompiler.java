package io.palindrome.model.kernel.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Compiles C++ to shared libraries, which are kept under {@code target/host-kernels} of the build
 * by a hash of everything that goes into them, the compiler's version included. All JVMs of a build
 * share them: one compiles, the others wait for it. The compiler is the environment's CXX, else
 * g++, else clang++.
 *
 * <p>{@code -Dpalindrome.host-kernels.sanitize=address} adds the address sanitizer, which finds
 * reads beyond an allocation too; the JVM must then run with libasan preloaded (CONTRIBUTING.md).
 */
final class HostCompiler {
  /** What a test says where it is skipped. */
  static final String MISSING =
      "no C++ compiler: kernels were not run on the host; install g++ or set CXX";

  /** Beside the module, so that modules share it. */
  private static final Path FOLDER =
      Path.of("..", "target", "host-kernels").toAbsolutePath().normalize();

  private static final List<String> HEADERS =
      List.of("device.h", "fibers.h", "checks.h", "collectives.h", "launch.h");
  private static final Optional<String> COMPILER = find();
  private static final String VERSION = COMPILER.map(HostCompiler::version).orElse("");
  private static final Map<String, Path> MADE = new ConcurrentHashMap<>();
  private static final String SANITIZER =
      System.getProperty("palindrome.host-kernels.sanitize", "");

  private HostCompiler() {}

  static boolean isPresent() {
    return COMPILER.isPresent();
  }

  /** A library of that source, which may include the shim's headers. */
  static Path library(String name, String source) {
    List<String> flags = flags();
    StringBuilder content = new StringBuilder(String.join(" ", flags)).append(VERSION);
    content.append(source);
    HEADERS.forEach(header -> content.append(text(header)));
    String base = name + "-" + hash(content.toString());
    return MADE.computeIfAbsent(base, key -> library(key, source, flags));
  }

  private static Path library(String base, String source, List<String> flags) {
    Path library = FOLDER.resolve(base + ".so");
    try {
      Files.createDirectories(FOLDER);
      try (FileChannel channel =
              FileChannel.open(
                  FOLDER.resolve(base + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.exists(library)) {
          compile(base, source, flags, library);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compile " + base, e);
    }
    return library;
  }

  /** A file of the shim. */
  static String text(String name) {
    try (InputStream in = HostCompiler.class.getResourceAsStream("/cpp/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }

  private static List<String> flags() {
    List<String> flags = new ArrayList<>(List.of(COMPILER.orElseThrow()));
    flags.addAll(List.of("-std=c++17", "-shared", "-fPIC", "-fvisibility=hidden", "-march=native"));
    flags.addAll(List.of("-ffp-contract=off", "-fno-strict-aliasing", "-Wall", "-Werror"));
    flags.addAll(List.of("-Wno-unknown-pragmas", "-Wno-unused-function"));
    if (SANITIZER.isEmpty()) {
      flags.addAll(List.of("-O2", "-fsanitize=alignment,bounds"));
    } else {
      flags.addAll(List.of("-O1", "-g", "-fsanitize=" + SANITIZER));
    }
    return flags;
  }

  private static void compile(String base, String source, List<String> flags, Path library) {
    try {
      Path folder = Files.createDirectories(FOLDER.resolve(base));
      for (String header : HEADERS) {
        Files.writeString(folder.resolve(header), text(header));
      }
      Path file = Files.writeString(folder.resolve("source.cpp"), source);
      Path made = folder.resolve("library.so");
      List<String> command = new ArrayList<>(flags);
      command.addAll(List.of("-I" + folder, file.toString(), "-o", made.toString()));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "Cannot compile %s on the host: %s%n%s"
                .formatted(base, String.join(" ", command), output));
      }
      Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compile " + base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot compile " + base + ": interrupted", e);
    }
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> find() {
    String chosen = System.getenv("CXX");
    return Stream.of(chosen == null ? "" : chosen, "g++", "clang++")
        .filter(name -> !name.isEmpty() && runs(name))
        .findFirst();
  }

  private static boolean runs(String compiler) {
    return !version(compiler).isEmpty();
  }

  /** What the compiler says of itself; empty if it does not run. */
  private static String version(String compiler) {
    try {
      Process process = new ProcessBuilder(compiler, "--version").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
