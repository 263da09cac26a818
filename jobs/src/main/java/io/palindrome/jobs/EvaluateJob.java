package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DataException;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.evaluation.ContextComparison;
import io.palindrome.jobs.evaluation.ContextPlan;
import io.palindrome.jobs.evaluation.Evaluation;
import io.palindrome.jobs.evaluation.EvaluationPlan;
import io.palindrome.jobs.evaluation.Evaluator;
import io.palindrome.jobs.evaluation.NgramBaselines;
import io.palindrome.jobs.evaluation.PieceLength;
import io.palindrome.jobs.training.CheckpointOptions;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.jobs.training.TrainingSetup;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.dataset.PublishedDataset;
import io.palindrome.pipeline.split.Split;
import io.palindrome.pipeline.token.Tokenizer;
import java.util.ArrayList;
import java.util.List;
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
    description = {
      "Evaluates a checkpoint on a split of a dataset, in bits a byte: of each document, by position,",
      "and, with --contexts, by how much of the text before the network sees."
    },
    footer = {
      "",
      "Examples:",
      "  palindrome evaluate --checkpoint runs/runs/night-1 --data dataset",
      "  palindrome evaluate --checkpoint runs/runs/night-1/checkpoints/step-00001200"
          + " --data dataset --split train --length 4096 --json",
      "  palindrome evaluate --checkpoint runs/runs/night-1 --data dataset"
          + " --hash-rounds 8 --contexts 1024,16384,0"
    })
public final class EvaluateJob implements Job {
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
      names = "--hash-rounds",
      paramLabel = "N",
      description =
          "hash rounds of LSH attention, 1 to "
              + LshConfig.MOST_ROUNDS
              + " (default: as the checkpoint's configuration says)")
  private Integer hashRounds;

  @Option(
      names = "--contexts",
      paramLabel = "N",
      split = ",",
      description =
          "score the same bytes once with each of these contexts, in tokens; 0 = the whole document")
  private List<Integer> contexts = new ArrayList<>();

  @Option(
      names = "--context-tokens",
      paramLabel = "N",
      defaultValue = "65536",
      description =
          "with --contexts: tokens scored at most, spread over the split; 0 = all"
              + " (default: ${DEFAULT-VALUE})")
  private long contextTokens;

  @Mixin private CheckpointOptions checkpoint;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    TrainedModel model = checkpoint.load();
    context.startedFrom(ConfigFingerprint.of(model.config()));
    SparkSession session =
        context.sessions().withExecutors("palindrome evaluate", model.config().runtime());
    PublishedDataset dataset =
        PublishedDataset.open(session.sparkContext().hadoopConfiguration(), data);
    RunConfig config = withHashRounds(TrainingSetup.resolve(model.config(), dataset));
    DatasetIndex all = DatasetIndex.load(session, dataset);
    DatasetIndex chosen = all.of(split);
    if (chosen.documents().isEmpty()) {
      throw new DataException(
          "Cannot evaluate on dataset %s: its %s split has no documents; choose another --split"
              .formatted(dataset.directory(), split.label()));
    }
    PieceLength piece = new PieceLength(config, chosen);
    piece.checkContexts(contexts);
    Evaluator evaluator =
        new Evaluator(new JavaSparkContext(session.sparkContext()), config, chosen);
    EvaluationLines lines = new EvaluationLines(split, chosen, context.console());
    Evaluation evaluation =
        evaluator.evaluate(
            model.parameters(), EvaluationPlan.pieces(chosen.lengths(), piece.of(length)));
    List<Double> ngrams =
        new NgramBaselines(
                session.sparkContext().hadoopConfiguration(),
                Tokenizer.of(config.tokenizer()),
                all.of(Split.TRAIN))
            .bitsPerByte(chosen);
    ObjectNode json = lines.report(evaluation, ngrams);
    if (!contexts.isEmpty()) {
      ContextComparison comparison =
          new ContextComparison(
              evaluator, new ContextPlan(contexts), chosen.lengths(), contextTokens);
      lines.addContexts(comparison.losses(model.parameters()), json);
    }
    return json;
  }

  private RunConfig withHashRounds(RunConfig config) {
    if (hashRounds == null) {
      return config;
    }
    ReformerConfig model = config.model();
    if (!model.layers().contains(AttentionKind.LSH)) {
      throw new UserException(
          "--hash-rounds must not be given for a network without lsh layers, but is " + hashRounds);
    }
    if (hashRounds < 1 || hashRounds > LshConfig.MOST_ROUNDS) {
      throw new UserException(
          "--hash-rounds must be between 1 and %d, but is %d"
              .formatted(LshConfig.MOST_ROUNDS, hashRounds));
    }
    return new RunConfig(
        config.prepare(),
        config.tokenizer(),
        config.buckets(),
        model.with(model.lsh().withRounds(hashRounds)),
        config.train(),
        config.report(),
        config.runtime());
  }
}
