package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.LocalStatusFile;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.device.DeviceChoice;
import io.palindrome.jobs.launch.HadoopSettings;
import io.palindrome.jobs.report.ReportWriter;
import io.palindrome.jobs.report.TerminalSummary;
import io.palindrome.jobs.training.RunFolder;
import io.palindrome.jobs.training.RunIdentity;
import io.palindrome.jobs.training.RunPlan;
import io.palindrome.jobs.training.StartingWeights;
import io.palindrome.jobs.training.TrainingRun;
import io.palindrome.jobs.training.TrainingRun.Trained;
import io.palindrome.jobs.training.TrainingSetup;
import io.palindrome.pipeline.dataset.PublishedDataset;
import io.palindrome.pipeline.dataset.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A dataset to checkpoints and a report. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Trains a network on a dataset, on Spark executors.",
    footer = {
      "",
      "Examples:",
      "  palindrome train --conf conf/profiles/novel.conf --data dataset --out runs",
      "  palindrome train --conf conf/profiles/novel.conf --data dataset --out runs"
          + " --run-id night-1 --resume",
      "  palindrome train --conf conf/profiles/novel.conf --data dataset --out runs"
          + " --run-id night-2 --from runs/runs/night-1",
      "  palindrome train --conf conf/profiles/novel.conf --data dataset --out runs --dry-run"
    })
public final class TrainJob implements Job {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "a dataset, or one run directory of it")
  private String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "the run's directory is made below DIR/runs")
  private Path out;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "names the run (default: derived from configuration and dataset)")
  private String runId;

  @Option(
      names = "--resume",
      description = "go on from the run's newest checkpoint; start where there is none")
  private boolean resume;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "begin with the weights of this checkpoint or run, imported ones too; needs --run-id")
  private Path from;

  @Option(names = "--dry-run", description = "say what would be trained, and write nothing")
  private boolean dryRun;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) throws IOException {
    if (from != null && runId == null) {
      throw new UserException(
          "Cannot begin with the weights of %s: the run needs a name of its own; give a --run-id"
              .formatted(from));
    }
    if (runId != null && !dryRun) {
      context.statusGoesTo(new LocalStatusFile(folder(runId).path()));
    }
    RunConfig given = config.read();
    context.startedFrom(ConfigFingerprint.of(given));
    PublishedDataset dataset = PublishedDataset.open(HadoopSettings.read(), data);
    RunConfig resolved = TrainingSetup.resolve(given, dataset);
    String id = runId == null ? RunIdentity.derivedId(resolved, dataset) : runId;
    RunFolder folder = folder(id);
    if (dryRun) {
      return plan(resolved, dataset, folder, context.console());
    }
    context.statusGoesTo(new LocalStatusFile(folder.path()));
    if (folder.isFinished()) {
      context.changesNothing();
      context.console().line("run " + folder.path() + " is finished; nothing was changed");
      return result(folder, ReportWriter.PAGE, folder.newest().orElseThrow());
    }
    if (!resume && folder.newest().isPresent()) {
      throw TrainingRun.hasCheckpoints(folder, folder.newest().get());
    }
    return train(given, dataset, identity(id, folder, context), context);
  }

  private ObjectNode train(
      RunConfig given, PublishedDataset dataset, RunIdentity identity, JobContext context)
      throws IOException {
    SparkSession session = context.sessions().withExecutors("palindrome train", given.runtime());
    if (session.sparkContext().master().startsWith("local")) {
      DeviceChoice.of(given.runtime()).untoldFallback().ifPresent(context.console()::line);
    }
    TrainingSetup setup = TrainingSetup.of(session, given, dataset);
    if (from != null && identity.folder().newest().isEmpty()) {
      StartingWeights.write(from, identity.folder(), setup);
    }
    Trained trained =
        new TrainingRun(
                new JavaSparkContext(session.sparkContext()), setup, identity, context.console())
            .run();
    TerminalSummary.lines(trained.report()).forEach(context.console()::line);
    context.console().line("checkpoint: " + trained.checkpoint());
    context.console().line("report: " + trained.page());
    return result(
        identity.folder(), ReportWriter.PAGE, trained.checkpoint().getFileName().toString());
  }

  private RunIdentity identity(String id, RunFolder folder, JobContext context) {
    String line = "palindrome " + String.join(" ", context.arguments());
    return new RunIdentity(id, config.name(), line, folder);
  }

  private RunFolder folder(String id) {
    org.apache.hadoop.fs.Path run =
        new RunDirectory(HadoopSettings.read(), out.toAbsolutePath().toString(), id).path();
    return new RunFolder(out.resolve("runs").resolve(run.getName()));
  }

  private ObjectNode plan(
      RunConfig resolved, PublishedDataset dataset, RunFolder folder, Console console) {
    RunPlan plan = RunPlan.of(resolved, dataset);
    plan.lines().forEach(console::line);
    console.line("would write to " + folder.path());
    ObjectNode json = (ObjectNode) JobContext.tree(plan);
    json.put("message", "would train run " + folder.path());
    return json;
  }

  private static ObjectNode result(RunFolder folder, String page, String checkpoint) {
    ObjectNode json = JobContext.json();
    Path checkpoints = folder.path().resolve(RunFolder.CHECKPOINTS);
    ObjectNode summary =
        RunSummary.json(ReportWriter.read(folder.path().resolve(ReportWriter.JSON)));
    long skipped = summary.path("skippedSteps").asLong();
    String note = skipped == 0 ? "" : "; %d steps were skipped".formatted(skipped);
    json.put("message", "trained run " + folder.path() + note);
    json.put("run", folder.path().toString());
    json.put("checkpoint", checkpoints.resolve(checkpoint).toString());
    json.put("report", folder.path().resolve(page).toString());
    json.set("summary", summary);
    return json;
  }
}
