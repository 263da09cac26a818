package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.DatasetStatusFile;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.launch.HadoopSettings;
import io.palindrome.pipeline.PrepareRequest;
import io.palindrome.pipeline.PrepareStages;
import io.palindrome.pipeline.PreparedDataset;
import io.palindrome.pipeline.dataset.RunDirectory;
import io.palindrome.pipeline.document.InputFile;
import io.palindrome.pipeline.document.InputFiles;
import io.palindrome.pipeline.document.PlainTextSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Documents to a dataset. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Turns text files into a dataset.",
    footer = {
      "",
      "Examples:",
      "  palindrome prepare --input books --out dataset",
      "  palindrome prepare --input books/a.txt --input more --out dataset"
          + " --set prepare.validation-fraction=0.2",
      "  palindrome prepare --input books --out dataset --dry-run"
    })
public final class PrepareJob implements Job {
  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "text files, or folders that are searched for them")
  private List<String> inputs;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "the dataset")
  private String out;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "names the run; the same id again changes nothing"
              + " (default: derived from input and configuration)")
  private String runId;

  @Option(names = "--dry-run", description = "say what would be read, and write nothing")
  private boolean dryRun;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    if (runId != null && !dryRun) { // before anything can fail
      Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
      context.statusGoesTo(
          new DatasetStatusFile(hadoop, new RunDirectory(hadoop, out, runId).path()));
    }
    RunConfig run = config.read();
    context.startedFrom(ConfigFingerprint.of(run));
    return dryRun ? list(run, context.console()) : prepare(run, context);
  }

  private ObjectNode list(RunConfig run, Console console) {
    InputFiles files =
        InputFiles.list(
            inputs, HadoopSettings.read(), new PlainTextSource(), run.prepare().maxFileBytes());
    long bytes = files.readable().stream().mapToLong(InputFile::bytes).sum();
    String found =
        String.format(
            Locale.ROOT,
            "would read %d files of %,d bytes, reject %d that are empty or too large, and leave out %d"
                + " text files",
            files.readable().size(),
            bytes,
            files.refused().size(),
            files.skipped().size());
    console.line(found);
    files.readable().forEach(file -> console.line("  " + file.uri()));
    console.line("would write to " + out);
    ObjectNode json = JobContext.json();
    json.put("message", found);
    json.put("files", files.readable().size());
    json.put("bytes", bytes);
    return json;
  }

  private ObjectNode prepare(RunConfig run, JobContext context) {
    SparkSession session = context.sessions().inDriver("palindrome prepare", run.runtime());
    PrepareRequest request =
        new PrepareRequest(
            inputs,
            out,
            Optional.ofNullable(runId),
            run.prepare(),
            run.tokenizer(),
            run.buckets(),
            ConfigFile.render(run));
    PreparedDataset prepared;
    try (PrepareSteps steps = new PrepareSteps(context.console())) {
      prepared = PrepareStages.run(session, request, steps);
    }
    if (!prepared.written()) {
      context.changesNothing();
    }
    return report(prepared, context.console());
  }

  private static ObjectNode report(PreparedDataset prepared, Console console) {
    DatasetLines.of(prepared.manifest()).forEach(console::line);
    console.line(
        prepared.written()
            ? "dataset: " + prepared.directory()
            : "dataset: " + prepared.directory() + " (was there already; nothing was changed)");
    ObjectNode json = DatasetLines.json(prepared.manifest());
    json.put("message", "prepared " + prepared.directory());
    json.put("dataset", prepared.directory());
    json.put("written", prepared.written());
    return json;
  }
}
