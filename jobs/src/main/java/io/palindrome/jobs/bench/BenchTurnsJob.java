package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.PrecisionKind;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.planning.RunPlanner;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.plan.BatchShape;
import io.palindrome.pipeline.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Training steps from given weights, each when it is asked for. */
@Command(
    name = "turns",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes a training step for every line of standard input, and answers with a line of JSON:",
      "for benchmarks whose programs take turns. With a line that says 'watched' the step also tells",
      "how long a GPU waited for the host; 'peak' is answered by how long the step's matrix products",
      "take at the speed of large ones; 'next' begins anew in the next of --precisions."
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

  @Option(
      names = "--precisions",
      split = ",",
      paramLabel = "NAME",
      description = "one after the other (default: train.precision)")
  private List<PrecisionKind> precisions = new ArrayList<>();

  @Option(
      names = "--rotations",
      paramLabel = "FILE",
      description = "before its steps each precision tells its loss, with the rotations in FILE")
  private Path rotations;

  @Mixin private TurnsModel weights;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    TrainedModel model = weights.load();
    RunConfig config = model.config();
    check(config.model().position().maxLength());
    Tokenizer tokenizer = Tokenizer.of(config.tokenizer());
    int[] tokens = BenchTokens.beginning(tokenizer, text, batch, length);
    TrainingBatch batches = new TrainingBatch(batch, length, tokens, tokens);
    Turns turns = new Turns(context.console(), batches, model.parameters());
    int made = 0;
    try {
      for (RunConfig one : each(config)) {
        made += rotations == null ? turns.answer(one) : turns.answer(one, rotations);
      }
    } catch (IOException e) {
      throw new ResourceException("Cannot read standard input: " + e.getMessage(), e);
    }
    ObjectNode json = JobContext.json();
    json.put("message", "made %d steps".formatted(made));
    return json;
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

  /** The configuration in each precision, with a memory strategy. */
  private List<RunConfig> each(RunConfig config) {
    RunConfig planned =
        config.train().memory().strategy() != MemoryStrategyKind.AUTO
            ? config
            : config.withTrain(
                config
                    .train()
                    .withMemory(
                        RunPlanner.inThisProcess(config, new BatchShape(batch, length))
                            .plan(config.train().memory())
                            .strategy()));
    return precisions.isEmpty()
        ? List.of(planned)
        : precisions.stream()
            .map(one -> planned.withTrain(planned.train().withPrecision(one)))
            .toList();
  }
}
