package io.palindrome.jobs;

import io.palindrome.jobs.bench.BenchCommand;
import io.palindrome.jobs.command.CommandRunner;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.command.Sessions;
import io.palindrome.jobs.command.SparkLaunch;
import io.palindrome.jobs.command.Version;
import picocli.CommandLine.Command;

/** The one main class. */
@Command(
    name = "palindrome",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      PrepareJob.class,
      TrainJob.class,
      EvaluateJob.class,
      GenerateJob.class,
      InspectJob.class,
      PlanJob.class,
      DoctorJob.class,
      ExportJob.class,
      ImportJob.class,
      BenchCommand.class,
      DemoJob.class,
      LabJob.class
    },
    description = "Trains reversible language models on novel-length documents.",
    footer = {
      "",
      "From nothing to a trained model and its report:",
      "  palindrome demo --out demo",
      "On books of your own:",
      "  palindrome prepare --input books --out dataset",
      "  palindrome train --conf conf/profiles/novel.conf --data dataset --out runs",
      "",
      "Exit codes: 0 done, 1 internal error, 2 configuration or arguments, 3 data,"
          + " 4 resources (a retry may help)."
    })
public final class Main {
  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(execute(Console.ofProcess(), new SparkLaunch(), arguments).code());
  }

  static ExitClass execute(Console console, Sessions sessions, String... arguments) {
    return new CommandRunner(new Main(), console, sessions).run(arguments);
  }
}
