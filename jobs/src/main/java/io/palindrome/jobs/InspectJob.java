package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.DataException;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.TokenizerConfig;
import io.palindrome.conf.TokenizerKind;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.training.RunFolder;
import io.palindrome.model.checkpoint.CheckpointFile;
import io.palindrome.model.checkpoint.CheckpointManifest;
import io.palindrome.pipeline.dataset.DatasetDescription;
import io.palindrome.pipeline.dataset.DatasetDescription.Sample;
import io.palindrome.pipeline.dataset.PublishedDataset;
import io.palindrome.pipeline.token.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a directory holds. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Tells what a dataset, a checkpoint or a run directory holds.",
    footer = {
      "",
      "Examples:",
      "  palindrome inspect dataset",
      "  palindrome inspect dataset --samples 5 --json",
      "  palindrome inspect runs/runs/night-1",
      "  palindrome inspect runs/runs/night-1/checkpoints/step-00001200"
    })
public final class InspectJob implements Job {
  @Parameters(paramLabel = "DIR", description = "a dataset, a checkpoint or a run directory")
  private Path folder;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "3",
      description = "openings of documents to show (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--sample-tokens",
      paramLabel = "N",
      defaultValue = "160",
      description = "tokens of each (default: ${DEFAULT-VALUE})")
  private int sampleTokens;

  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    if (Files.exists(folder.resolve(CheckpointManifest.FILE))) {
      return CheckpointLines.tell(folder, context.console());
    }
    RunFolder run = new RunFolder(folder);
    if (run.newest().isPresent()) {
      Path checkpoints = folder.resolve(RunFolder.CHECKPOINTS);
      return CheckpointLines.tell(checkpoints.resolve(run.newest().get()), context.console());
    }
    if (Files.isDirectory(folder) && CheckpointFile.in(folder).latest().isPresent()) {
      String newest = CheckpointFile.in(folder).latest().get();
      return CheckpointLines.tell(folder.resolve(newest), context.console());
    }
    if (Files.isDirectory(folder) && !isDataset()) {
      throw new DataException(
          "Cannot inspect %s: it has no _current or _manifest.json (a dataset), no %s (a checkpoint) and no %s folder (a run); name one of these"
              .formatted(folder, CheckpointManifest.FILE, RunFolder.CHECKPOINTS));
    }
    return dataset(context);
  }

  private boolean isDataset() {
    return Files.exists(folder.resolve("_current"))
        || Files.exists(folder.resolve("_manifest.json"));
  }

  private ObjectNode dataset(JobContext context) {
    SparkSession session = context.sessions().inDriver("palindrome inspect", RuntimeConfig.DEFAULT);
    PublishedDataset dataset =
        PublishedDataset.open(session.sparkContext().hadoopConfiguration(), folder.toString());
    DatasetDescription description =
        DatasetDescription.of(session, dataset, tokenizer(dataset), samples, sampleTokens);
    Console console = context.console();
    console.line("dataset " + description.directory());
    DatasetLines.of(dataset.manifest()).forEach(console::line);
    DatasetDescription.Lengths lengths = description.lengths();
    console.line(
        String.format(
            Locale.ROOT,
            "tokens a document: shortest %,d, median %,d, longest %,d, mean %,.0f",
            lengths.shortest(),
            lengths.median(),
            lengths.longest(),
            lengths.mean()));
    for (Sample sample : description.samples()) {
      console.line("");
      console.line(
          String.format(
              Locale.ROOT,
              "%s, %s, %,d tokens, %s",
              sample.title(),
              sample.split(),
              sample.nTokens(),
              sample.docId()));
      console.line("  " + sample.opening().replaceAll("\\s+", " "));
    }
    ObjectNode json = DatasetLines.json(dataset.manifest());
    json.put("message", "dataset " + description.directory());
    json.put("kind", "dataset");
    json.put("dataset", description.directory());
    json.set("lengths", JobContext.tree(lengths));
    json.set("samples", JobContext.tree(description.samples()));
    return json;
  }

  private static Tokenizer tokenizer(PublishedDataset dataset) {
    String kind = dataset.manifest().tokenizer().kind();
    return Tokenizer.of(new TokenizerConfig(TokenizerKind.valueOf(kind.toUpperCase(Locale.ROOT))));
  }
}
