package io.palindrome.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.DataException;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class JobRunnerTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A job that writes its status into the folder, and then does this. */
  private record Doing(Path folder, OutputOptions output, Work work) implements Job {
    interface Work {
      ObjectNode in(JobContext context) throws Exception;
    }

    @Override
    public ObjectNode run(JobContext context) throws IOException {
      context.statusGoesTo(new LocalStatusFile(folder));
      context.startedFrom("abc");
      try {
        return work.in(context);
      } catch (RuntimeException | IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private ExitClass run(Doing.Work work, String... options) {
    OutputOptions output = new OutputOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("output", mixin(output)))
        .parseArgs(options);
    return new JobRunner(Console.of(new PrintWriter(out), new PrintWriter(err)), new SparkLaunch())
        .run("work", List.of("work", "--now"), new Doing(folder, output, work));
  }

  private static CommandLine.Model.CommandSpec mixin(OutputOptions output) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(output);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new UserException("a"), ExitClass.USER, "a"),
        Arguments.of(new DataException("b"), ExitClass.DATA, "b"),
        Arguments.of(new ResourceException("c"), ExitClass.RESOURCES, "c"),
        Arguments.of(
            new IllegalStateException("Job aborted", new DataException("d")), ExitClass.DATA, "d"),
        Arguments.of(
            new IllegalStateException("Job aborted: ExecutorLostFailure (executor 1 exited)"),
            ExitClass.RESOURCES,
            "Cannot go on: Spark lost its executors"),
        Arguments.of(
            new IOException("No space left on device"),
            ExitClass.RESOURCES,
            "Cannot read or write: java.io.IOException: No space left on device"),
        Arguments.of(
            new IllegalStateException(new OutOfMemoryError("Java heap space")),
            ExitClass.RESOURCES,
            "Cannot go on: memory ran out (Java heap space)"),
        Arguments.of(
            new IllegalStateException("oops"),
            ExitClass.INTERNAL,
            "Internal error: java.lang.IllegalStateException: oops; the details are in"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anExceptionBecomesOneLineAnExitClassAndAStatus(
      Exception thrown, ExitClass expected, String message) throws IOException {
    ExitClass exit =
        run(
            context -> {
              throw thrown;
            },
            "--json");
    assertThat(exit).isEqualTo(expected);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith(message);
    for (JsonNode status : List.of(read(out.toString()), status())) {
      assertThat(status.path("exitClass").asText()).isEqualTo(expected.label());
      assertThat(status.path("exitCode").asInt()).isEqualTo(expected.code());
      assertThat(status.path("message").asText()).startsWith(message);
    }
    assertThat(Files.exists(folder.resolve("error.log"))).isEqualTo(expected == ExitClass.INTERNAL);
  }

  @Test
  void debugPrintsTheStackTrace() {
    run(
        context -> {
          throw new UserException("a");
        },
        "--debug");
    assertThat(err.toString()).contains("UserException: a", "at io.palindrome");
  }

  @Test
  void successIsOneObjectAndTheStatus() throws IOException {
    ExitClass exit =
        run(
            context -> {
              context.console().line("for people");
              return JobContext.json().put("message", "made it").put("figure", 3);
            },
            "--json");
    assertThat(exit).isEqualTo(ExitClass.DONE);
    JsonNode json = read(out.toString());
    assertThat(json.path("figure").asInt()).isEqualTo(3);
    assertThat(json.path("exitCode").asInt(-1)).isZero();
    assertThat(err.toString().strip()).isEqualTo("for people");
    assertThat(status().path("arguments")).hasSize(2);
    assertThat(status().path("configFingerprint").asText()).isEqualTo("abc");
  }

  @Test
  void aStatusThatSaysDoneStaysWhereNothingChanged() throws IOException {
    run(context -> JobContext.json().put("message", "first"));
    Doing.Work nothing =
        context -> {
          context.changesNothing();
          return JobContext.json().put("message", "second");
        };
    run(nothing);
    assertThat(status().path("message").asText()).isEqualTo("first");
    run(
        context -> {
          throw new UserException("a");
        });
    run(nothing);
    assertThat(status().path("message").asText()).isEqualTo("second");
  }

  private JsonNode status() throws IOException {
    return read(Files.readString(folder.resolve("run.json")));
  }

  private static JsonNode read(String json) throws IOException {
    return new ObjectMapper().readTree(json);
  }

  @Test
  void aJobWithAResultMayEndInAnotherClass() throws IOException {
    ExitClass exit =
        run(
            context -> {
              context.endsAs(ExitClass.RESOURCES);
              return JobContext.json().put("message", "this node lacks java").put("found", 16);
            },
            "--json");
    assertThat(exit).isEqualTo(ExitClass.RESOURCES);
    assertThat(err.toString()).isEqualTo("this node lacks java\n");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("exitClass").asText()).isEqualTo("resources");
    assertThat(json.path("exitCode").asInt()).isEqualTo(4);
    assertThat(json.path("found").asInt()).isEqualTo(16);
  }
}
