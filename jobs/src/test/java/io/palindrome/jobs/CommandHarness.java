package io.palindrome.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.command.Sessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Runs commands as Main does, in one local session, and never ends the process. */
final class CommandHarness implements AutoCloseable {
  private final SparkSession session =
      SparkSession.builder()
          .master("local[2]")
          .appName("commands")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", "2")
          .getOrCreate();

  /** What a command left: its exit class, standard output, standard error. */
  record Ran(ExitClass exit, String out, String err) {
    JsonNode json() throws JsonProcessingException {
      return new ObjectMapper().readTree(out);
    }
  }

  Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ExitClass exit =
        Main.execute(
            Console.of(new PrintWriter(out), new PrintWriter(err)), new Shared(), arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  /** With further arguments. */
  Ran run(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(Arrays.asList(more));
    return run(all.toArray(String[]::new));
  }

  /** The session outlives the command. */
  private final class Shared implements Sessions {
    @Override
    public SparkSession withExecutors(String name, RuntimeConfig runtime) {
      return session;
    }

    @Override
    public SparkSession inDriver(String name, RuntimeConfig runtime) {
      return session;
    }

    @Override
    public void close() {}
  }

  /** Every file below a folder and its bytes. */
  static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(path).toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  @Override
  public void close() {
    session.stop();
  }
}
