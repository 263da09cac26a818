package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.bench.TimedSteps.Timed;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.ProcessMemory;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.planning.RunPlanner;
import io.palindrome.jobs.training.CheckpointOptions;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.plan.BatchShape;
import io.palindrome.pipeline.token.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Training steps from a checkpoint, each when it is asked for. */
@Command(
    name = "turns",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes a training step for every line of standard input, and answers with a line of JSON:",
      "for benchmarks whose programs take turns."
    },
    footer = {
      "",
      "Examples:",
      "  yes | head -5 | palindrome bench turns --checkpoint runs/runs/night-1 --text book.txt"
          + " --length 4096"
    })
public final class BenchTurnsJob implements Job {
  @Option(names = "--text", required = true, paramLabel = "FILE", description = "UTF-8 text")
  private Path text;

  @Option(names = "--length", required = true, paramLabel = "N", description = "tokens a sequence")
  private int length;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "1",
      description = "sequences of a step, one after the other in the text (default: 1)")
  private int batch;

  @Mixin private CheckpointOptions checkpoint;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    TrainedModel model = checkpoint.load();
    RunConfig config = model.config();
    check(config.model().position().maxLength());
    Tokenizer tokenizer = Tokenizer.of(config.tokenizer());
    int[] tokens = BenchTokens.beginning(tokenizer, text, batch, length);
    TrainingBatch batches = new TrainingBatch(batch, length, tokens, tokens);
    try (TimedSteps steps =
        new TimedSteps(config, config.model(), strategy(config), batches, model.parameters())) {
      int made = answer(steps, context.console());
      ObjectNode json = JobContext.json();
      json.put("message", "made %d steps".formatted(made));
      return json;
    }
  }

  private void check(int longest) {
    if (length < 2 || length > longest) {
      throw new UserException(
          "--length must be between 2 and %d, but is %d".formatted(longest, length));
    }
    if (batch < 1 || (long) batch * length > Integer.MAX_VALUE / 2) {
      throw new UserException(
          "--batch must be 1 or more, and less than 2^30 tokens with --length %d, but is %d"
              .formatted(length, batch));
    }
  }

  private MemoryConfig strategy(RunConfig config) {
    return RunPlanner.inThisProcess(config, new BatchShape(batch, length))
        .plan(config.train().memory())
        .strategy();
  }

  /** Makes a step a line until there are no more. */
  private static int answer(TimedSteps steps, Console console) {
    ObjectNode idle = JobContext.json();
    idle.put("residentBytes", ProcessMemory.residentBytes());
    console.line(idle.toString());
    BufferedReader turns =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int made = 0;
    try {
      for (String turn = turns.readLine(); turn != null; turn = turns.readLine()) {
        console.line(json(steps.next()).toString());
        made++;
      }
    } catch (IOException e) {
      throw new ResourceException("Cannot read standard input: " + e.getMessage(), e);
    }
    return made;
  }

  private static ObjectNode json(Timed timed) {
    ObjectNode json = JobContext.json();
    json.put("seconds", timed.seconds());
    json.put("loss", timed.result().loss());
    json.put("activationBytes", timed.result().peakBytes());
    json.put("peakResidentBytes", ProcessMemory.peakResidentBytes());
    return json;
  }
}
