package io.palindrome.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.ResourceException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A step in a JVM of its own. */
final class ProbeProcess {
  private static final String MAIN = "io.palindrome.jobs.Main";
  private static final int RESOURCES = 4;
  private static final int KILLED = 128;

  private ProbeProcess() {}

  /**
   * What {@link StepProbeJob} measured; nothing where its heap was too small.
   *
   * @throws ResourceException if the process failed otherwise
   */
  static Optional<JsonNode> measure(PlanPoint point, long heapMegabytes) {
    try {
      Process process =
          new ProcessBuilder(command(point, heapMegabytes))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      int exit = process.waitFor();
      if (exit == RESOURCES) {
        return Optional.empty();
      }
      if (exit != 0) {
        throw new ResourceException(
            "Cannot measure a step: its process ended with %d%s; run it again with fewer others"
                .formatted(exit, exit > KILLED ? " (killed)" : ""));
      }
      return Optional.of(new ObjectMapper().readTree(output));
    } catch (IOException e) {
      throw new ResourceException("Cannot start a JVM to measure a step in: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResourceException("Cannot measure a step: the measurement was interrupted", e);
    }
  }

  /** This JVM's options, but for the heap: all of it, resident from the start. */
  private static List<String> command(PlanPoint point, long heapMegabytes) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-Xm") && !argument.startsWith("-agent"))
        .forEach(command::add);
    command.add("-Xms" + heapMegabytes + "m");
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:+UseG1GC");
    command.add("-XX:+AlwaysPreTouch");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of("bench", "step-probe", "--json"));
    command.addAll(List.of("--length", String.valueOf(point.length())));
    command.addAll(List.of("--batch", String.valueOf(point.batch())));
    point.overrides().forEach(override -> command.addAll(List.of("--set", override)));
    return command;
  }
}
