package io.palindrome.model.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A main class of these tests, run in a JVM with options of its own. */
public record OtherJvm(int exitCode, String output) {
  public static final String VECTORS = "--add-modules=jdk.incubator.vector";

  /** Waits for its end. */
  public static OtherJvm run(Class<?> main, List<String> options) throws IOException {
    return run(main, options, Map.of());
  }

  /** The same with more variables in its environment. */
  public static OtherJvm run(Class<?> main, List<String> options, Map<String, String> variables)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new OtherJvm(process.waitFor(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
