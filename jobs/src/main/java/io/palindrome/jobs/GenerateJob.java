package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.generation.TextGeneration;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.model.generate.Sampler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A checkpoint writes text. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Goes on from a prompt, token by token.",
    footer = {
      "",
      "Examples:",
      "  palindrome generate --checkpoint runs/runs/night-1 --prompt \"It was \" --tokens 400 --seed 7",
      "  palindrome generate --checkpoint runs/runs/night-1 --prompt \"\" --tokens 100 --seed 7"
          + " --temperature 0.7 --top-p 0.95"
    })
public final class GenerateJob implements Job {
  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "DIR",
      description = "a checkpoint, or a run directory: its newest one")
  private Path checkpoint;

  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "what the text begins with; empty begins as a document does")
  private String prompt;

  @Option(
      names = "--tokens",
      required = true,
      paramLabel = "N",
      description = "tokens to write at most")
  private int tokens;

  @Option(
      names = "--seed",
      required = true,
      paramLabel = "S",
      description = "the same seed writes the same text")
  private long seed;

  @Option(
      names = "--temperature",
      defaultValue = "1.0",
      description = "0 = always the most probable token (default: ${DEFAULT-VALUE})")
  private double temperature;

  @Option(
      names = "--top-k",
      defaultValue = "0",
      description = "choose among so many most probable tokens; 0 = all")
  private int topK;

  @Option(
      names = "--top-p",
      defaultValue = "1.0",
      description = "choose among the most probable tokens of this total probability; 1 = all")
  private double topP;

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
    Sampler sampler = sampler();
    if (tokens < 1) {
      throw new UserException("--tokens must be 1 or more, but is " + tokens);
    }
    TrainedModel model = TrainedModel.load(checkpoint, overrides);
    context.startedFrom(ConfigFingerprint.of(model.config()));
    context.console().text(prompt);
    String text =
        new TextGeneration(model.config())
            .write(model.parameters(), prompt, tokens, sampler, context.console()::text);
    context.console().line("");
    ObjectNode json = JobContext.json();
    json.put("message", "wrote " + text.length() + " characters");
    json.put("prompt", prompt);
    json.put("text", text);
    json.put("seed", seed);
    return json;
  }

  private Sampler sampler() {
    try {
      return new Sampler(temperature, topK, topP, seed);
    } catch (IllegalArgumentException e) {
      throw new UserException("--" + e.getMessage(), e);
    }
  }
}
