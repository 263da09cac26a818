package io.palindrome.jobs.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs one command to its exit class: prints its result or one line of what went wrong, and writes
 * the run's status.
 */
public final class JobRunner {
  private static final String DETAILS = "error.log";

  private final Console console;
  private final Sessions sessions;

  public JobRunner(Console console, Sessions sessions) {
    this.console = console;
    this.sessions = sessions;
  }

  /** Runs the command. */
  public ExitClass run(String command, List<String> arguments, Job job) {
    console.use(job.output().format());
    JobContext context = new JobContext(command, arguments, console, sessions);
    try (sessions) {
      ObjectNode result = job.run(context);
      String message = result.path("message").asText("done");
      RunStatus status = status(context, new Failure(context.exitClass(), message));
      writeStatus(context, status);
      if (job.output().format() == OutputFormat.JSON) {
        ObjectNode json = status.json();
        json.setAll(result);
        console.json(json.toString());
      }
      if (context.exitClass() != ExitClass.DONE) {
        console.error(message);
      }
      return context.exitClass();
    } catch (Throwable thrown) {
      return failed(context, job, thrown);
    }
  }

  private static RunStatus status(JobContext context, Failure outcome) {
    return new RunStatus(
        context.command(),
        context.arguments(),
        outcome.exitClass(),
        outcome.message(),
        context.configFingerprint());
  }

  private ExitClass failed(JobContext context, Job job, Throwable thrown) {
    Failure failure = Failure.of(thrown);
    if (failure.exitClass() == ExitClass.INTERNAL) {
      failure = withDetails(failure, context, thrown);
    }
    if (job.output().debug()) {
      console.error(stackTrace(thrown));
    }
    console.error(failure.message());
    RunStatus status = status(context, failure);
    try {
      writeStatus(context, status);
    } catch (IOException e) {
      console.error("Cannot write the run's status: " + e);
    }
    if (job.output().format() == OutputFormat.JSON) {
      console.json(status.json().toString());
    }
    return failure.exitClass();
  }

  private static void writeStatus(JobContext context, RunStatus status) throws IOException {
    if (context.statusFile().isEmpty()) {
      return;
    }
    StatusFile file = context.statusFile().get();
    boolean stays =
        context.changedNothing()
            && status.exitClass() == ExitClass.DONE
            && file.read().map(RunStatus::saysDone).orElse(false);
    if (!stays) {
      file.write(status.render());
    }
  }

  private static Failure withDetails(Failure failure, JobContext context, Throwable thrown) {
    String where;
    try {
      Path folder =
          context.statusFile().isPresent()
              ? Files.createDirectories(context.statusFile().get().details())
              : Files.createTempDirectory("palindrome-");
      where =
          "the details are in " + Files.writeString(folder.resolve(DETAILS), stackTrace(thrown));
    } catch (IOException e) {
      where = "run it again with --debug for the details";
    }
    return new Failure(failure.exitClass(), "Internal error: " + failure.message() + "; " + where);
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}
