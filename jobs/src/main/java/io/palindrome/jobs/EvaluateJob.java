package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.DataException;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.evaluation.Evaluation;
import io.palindrome.jobs.evaluation.Evaluation.DocumentLoss;
import io.palindrome.jobs.evaluation.EvaluationPlan;
import io.palindrome.jobs.evaluation.Evaluator;
import io.palindrome.jobs.evaluation.NgramBaselines;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.jobs.training.TrainingSetup;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.dataset.DocumentEntry;
import io.palindrome.pipeline.dataset.PublishedDataset;
import io.palindrome.pipeline.split.Split;
import io.palindrome.pipeline.token.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A checkpoint's loss on a split, beside that of byte n-grams. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Evaluates a checkpoint on a split of a dataset, in bits a byte.",
    footer = {
      "",
      "Examples:",
      "  palindrome evaluate --checkpoint runs/runs/night-1 --data dataset",
      "  palindrome evaluate --checkpoint runs/runs/night-1/checkpoints/step-00001200"
          + " --data dataset --split train --length 4096 --json"
    })
public final class EvaluateJob implements Job {
  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "DIR",
      description = "a checkpoint, or a run directory: its newest one")
  private Path checkpoint;

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "a dataset")
  private String data;

  @Option(
      names = "--split",
      defaultValue = "validation",
      description = "train, validation or test (default: ${DEFAULT-VALUE})")
  private Split split;

  @Option(
      names = "--length",
      paramLabel = "N",
      description =
          "tokens of one evaluated piece; 0 = whole documents"
              + " (default: as the checkpoint's configuration says)")
  private Integer length;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key over the checkpoint's configuration, such as runtime.threads=4")
  private List<String> overrides = new ArrayList<>();

  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    TrainedModel model = TrainedModel.load(checkpoint, overrides);
    context.startedFrom(ConfigFingerprint.of(model.config()));
    SparkSession session =
        context.sessions().withExecutors("palindrome evaluate", model.config().runtime());
    PublishedDataset dataset =
        PublishedDataset.open(session.sparkContext().hadoopConfiguration(), data);
    RunConfig config = TrainingSetup.resolve(model.config(), dataset);
    DatasetIndex all = DatasetIndex.load(session, dataset);
    DatasetIndex chosen = all.of(split);
    if (chosen.documents().isEmpty()) {
      throw new DataException(
          "Cannot evaluate on dataset %s: its %s split has no documents; choose another --split"
              .formatted(dataset.directory(), split.label()));
    }
    Evaluation evaluation =
        new Evaluator(new JavaSparkContext(session.sparkContext()), config, chosen)
            .evaluate(
                model.parameters(), EvaluationPlan.pieces(chosen.lengths(), pieceLength(config)));
    List<Double> ngrams =
        new NgramBaselines(
                session.sparkContext().hadoopConfiguration(),
                Tokenizer.of(config.tokenizer()),
                all.of(Split.TRAIN))
            .bitsPerByte(chosen);
    return report(chosen, evaluation, ngrams, context.console());
  }

  private int pieceLength(RunConfig config) {
    int pieces = length == null ? config.train().evaluationLength() : length;
    int longest = config.model().position().maxLength();
    if (pieces < 0 || pieces == 1 || pieces > longest) {
      throw new UserException(
          "--length must be 0 or between 2 and model.position.max-length %d, but is %d"
              .formatted(longest, pieces));
    }
    return pieces;
  }

  private ObjectNode report(
      DatasetIndex chosen, Evaluation evaluation, List<Double> ngrams, Console console) {
    ObjectNode json = JobContext.json();
    json.put(
        "message",
        String.format(Locale.ROOT, "%.4f bits a byte on %s", evaluation.bitsPerByte(), split));
    json.put("split", split.label());
    json.put("bitsPerByte", evaluation.bitsPerByte());
    json.put("bytes", evaluation.bytes());
    console.line("bits a byte       bytes  document");
    for (DocumentLoss loss : evaluation.documents()) {
      DocumentEntry document = chosen.documents().get(loss.document());
      console.line(row(loss.bitsPerByte(), loss.bytes(), name(document)));
      ObjectNode entry = json.withArray("documents").addObject();
      entry.put("docId", document.docId());
      entry.put("title", document.title());
      entry.put("bitsPerByte", loss.bitsPerByte());
      entry.put("bytes", loss.bytes());
    }
    console.line(row(evaluation.bitsPerByte(), evaluation.bytes(), "all of " + split.label()));
    ObjectNode baselines = json.putObject("baselines");
    for (int i = 0; i < ngrams.size(); i++) {
      String name = NgramBaselines.NAMES.get(i);
      console.line(row(ngrams.get(i), evaluation.bytes(), "byte " + name + " of the train split"));
      baselines.put(name, ngrams.get(i));
    }
    return json;
  }

  private static String name(DocumentEntry document) {
    return document.title().isEmpty() ? document.docId() : document.title();
  }

  private static String row(double bitsPerByte, long bytes, String what) {
    return String.format(Locale.ROOT, "%11.4f  %,10d  %s", bitsPerByte, bytes, what);
  }
}
