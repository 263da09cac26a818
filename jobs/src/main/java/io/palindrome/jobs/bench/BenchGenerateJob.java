package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.TextFile;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.model.Decoder;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.pipeline.token.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a new token costs, and how near decoding with cached states is to full forward passes. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Decodes the tokens of a text after a prompt: seconds of a new token beside a full forward",
      "pass, and with a checkpoint the agreement of both predictions."
    },
    footer = {
      "",
      "Examples:",
      "  palindrome bench generate --length 16384 --conf conf/profiles/novel.conf",
      "  palindrome bench generate --checkpoint runs/runs/night-1 --document book.txt"
          + " --length 8192 --tokens 256 --compare 32"
    })
public final class BenchGenerateJob implements Job {
  @Option(
      names = "--length",
      required = true,
      paramLabel = "N",
      description = "tokens of the prompt")
  private int length;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "tokens after it (default: ${DEFAULT-VALUE})")
  private int tokens;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "a trained network, instead of one with drawn parameters")
  private Path checkpoint;

  @Option(
      names = "--document",
      paramLabel = "FILE",
      description = "the text whose beginning is decoded, instead of drawn letters")
  private Path document;

  @Option(
      names = "--compare",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "positions at which a checkpoint's predictions are compared, two full forward passes each"
              + " (default: ${DEFAULT-VALUE})")
  private int compare;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    if (length < 1 || tokens < 2) {
      throw new UserException(
          "--length must be 1 or more and --tokens 2 or more, but are %d and %d"
              .formatted(length, tokens));
    }
    if (checkpoint == null) {
      RunConfig run = config.read();
      ReformerConfig model = BenchModel.of(run, length + tokens);
      float[] drawn = ParameterInitializer.initialize(model, run.train().seed());
      return measure(context, run, model, drawn);
    }
    TrainedModel trained = TrainedModel.load(checkpoint, List.of());
    context.startedFrom(ConfigFingerprint.of(trained.config()));
    return measure(context, trained.config(), trained.config().model(), trained.parameters());
  }

  private ObjectNode measure(
      JobContext context, RunConfig run, ReformerConfig model, float[] parameters) {
    if (length + tokens > Decoder.longestText(model)) {
      throw new UserException(
          "--length and --tokens must sum to at most %,d positions (model.position.max-length), but are %,d and %,d"
              .formatted(Decoder.longestText(model), length, tokens));
    }
    int[] text = text(Tokenizer.of(run.tokenizer()));
    Console console = context.console();
    try (DecodingBenchmark benchmark =
        new DecodingBenchmark(run, model, parameters, text, length)) {
      DecodingCost cost = benchmark.cost();
      cost.lines().forEach(console::line);
      ObjectNode json = cost.json();
      json.put(
          "message",
          String.format(
              Locale.ROOT,
              "%.0f tokens/s, a token 1/%.0f of a full forward pass",
              1 / cost.tokenSeconds(),
              1 / cost.ratio()));
      if (checkpoint != null && compare > 0) {
        List<DecodingAgreement> agreements = benchmark.agreements(compare);
        agreements.get(0).lines("decoding").forEach(console::line);
        agreements.get(1).lines("rotations drawn anew").forEach(console::line);
        json.set("decoding", agreements.get(0).json());
        json.set("redrawn", agreements.get(1).json());
      }
      return json;
    }
  }

  private int[] text(Tokenizer tokenizer) {
    int[] all =
        document == null
            ? BenchTokens.drawn(tokenizer, length + tokens)
            : tokenizer.encode(TextFile.read("the document", document));
    if (all.length < length + tokens) {
      throw new UserException(
          "--document must have at least %,d tokens (--length and --tokens), but has %,d"
              .formatted(length + tokens, all.length));
    }
    return Arrays.copyOf(all, length + tokens);
  }
}
