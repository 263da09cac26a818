package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.evaluation.EvaluationRandomness;
import io.palindrome.jobs.training.CheckpointOptions;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.checkpoint.SafetensorsWriter;
import io.palindrome.model.checkpoint.TensorEntry;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.pipeline.token.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a checkpoint computes for the beginning of a text, for comparison with other programs. */
@Command(
    name = "logits",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Writes logits, losses and the rotations used for the first tokens of a text, as safetensors."
    },
    footer = {
      "",
      "Examples:",
      "  palindrome bench logits --checkpoint runs/runs/night-1 --text book.txt --length 1024"
          + " --out logits.safetensors",
      "  palindrome bench logits --checkpoint runs/runs/night-1 --text book.txt --length 1024"
          + " --precision double --out logits.safetensors"
    })
public final class BenchLogitsJob implements Job {
  /** Element types to compute in. */
  enum Precision {
    FLOAT,
    DOUBLE
  }

  @Option(names = "--text", required = true, paramLabel = "FILE", description = "UTF-8 text")
  private Path text;

  @Option(
      names = "--length",
      required = true,
      paramLabel = "N",
      description = "tokens, the one that begins a document included")
  private int length;

  @Option(
      names = "--precision",
      defaultValue = "float",
      paramLabel = "TYPE",
      description = "float: as evaluate; double: plain loops, slow (default: ${DEFAULT-VALUE})")
  private Precision precision;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "is overwritten")
  private Path out;

  @Mixin private CheckpointOptions checkpoint;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    TrainedModel model = checkpoint.load();
    int[] document = BenchTokens.document(Tokenizer.of(model.config().tokenizer()), text);
    int longest = Math.min(document.length, model.config().model().position().maxLength());
    if (length < 2 || length > longest) {
      throw new UserException(
          "--length must be between 2 and %d, but is %d".formatted(longest, length));
    }
    int[] tokens = Arrays.copyOf(document, length);
    RecordedRotations rotations =
        new RecordedRotations(
            new EvaluationRandomness(new StepKey(model.config().train().seed(), 0, 0)));
    double loss = write(model, tokens, rotations);
    String message = String.format(Locale.ROOT, "loss %.9f nats a token, in %s", loss, out);
    context.console().line(message);
    ObjectNode json = JobContext.json();
    json.put("message", message);
    json.put("loss", loss);
    json.put("out", out.toString());
    return json;
  }

  /** The mean loss over all tokens but the first. */
  private double write(TrainedModel model, int[] tokens, RecordedRotations rotations) {
    RunConfig config = model.config();
    ReformerConfig network = config.model();
    DataType type = precision == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    try (TrainingStep step =
            new TrainingStep(
                network, config.train().memory(), WorkerKernels.create(config.runtime(), type));
        INDArray flat = HostArrays.vector(model.parameters())) {
      step.loadParameters(flat);
      TrainingBatch batch = new TrainingBatch(1, length, tokens, tokens);
      double[] logits = step.logits(batch, 0, length, rotations);
      double[] losses = Arrays.copyOf(step.losses(batch, rotations), length);
      List<TensorEntry> entries = new ArrayList<>(rotations.entries());
      long positions = length;
      long vocabulary = network.vocabularySize();
      entries.add(TensorEntry.ints("input_ids", List.of(1L, positions), tokens));
      entries.add(TensorEntry.doubles("logits", List.of(1L, positions, vocabulary), logits));
      entries.add(TensorEntry.doubles("losses", List.of(1L, positions), losses));
      SafetensorsWriter.write(out, entries, new TreeMap<>());
      return Arrays.stream(losses).sum() / (length - 1);
    }
  }
}
