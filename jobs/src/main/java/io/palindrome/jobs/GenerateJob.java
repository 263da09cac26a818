package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.SamplingOptions;
import io.palindrome.jobs.command.TextFile;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.generation.GeneratedText;
import io.palindrome.jobs.generation.GenerationRequest;
import io.palindrome.jobs.generation.SampleBlocks;
import io.palindrome.jobs.generation.TextGeneration;
import io.palindrome.jobs.training.CheckpointOptions;
import io.palindrome.jobs.training.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ArgGroup;
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
          + " --temperature 0.7 --top-p 0.95 --samples 4",
      "  palindrome generate --checkpoint runs/runs/night-1 --prompt-file chapter.txt --tokens 2000"
          + " --seed 7 --repetition-penalty 1.1 --stop \"THE END\""
    })
public final class GenerateJob implements Job {
  @ArgGroup(multiplicity = "1")
  private Prompt prompt;

  /** What the texts begin with: given, or in a file. */
  private static final class Prompt {
    @Option(
        names = "--prompt",
        paramLabel = "TEXT",
        description = "what the text begins with; empty begins as a document does")
    private String text;

    @Option(
        names = "--prompt-file",
        paramLabel = "FILE",
        description = "the same from a text file, which is not shown again")
    private Path file;

    String read() {
      return file == null ? text : TextFile.read("the prompt", file);
    }

    /** What a person sees before the new text. */
    String shown() {
      return file == null ? text : "";
    }
  }

  @Option(
      names = "--tokens",
      required = true,
      paramLabel = "N",
      description = "tokens to write at most")
  private int tokens;

  @Option(
      names = "--samples",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "texts to write; each is the same however many there are"
              + " (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "the text ends before this; may be repeated")
  private List<String> stops = new ArrayList<>();

  @Mixin private SamplingOptions sampling;
  @Mixin private CheckpointOptions checkpoint;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    GenerationRequest request =
        new GenerationRequest(prompt.read(), tokens, samples, stops, sampling.sampling());
    TrainedModel model = checkpoint.load();
    context.startedFrom(ConfigFingerprint.of(model.config()));
    SampleBlocks blocks = new SampleBlocks(samples, prompt.shown(), context.console()::text);
    List<GeneratedText> texts =
        new TextGeneration(model.config()).write(model.parameters(), request, blocks::takes);
    blocks.end();
    context.console().line("");
    return json(request, texts);
  }

  private ObjectNode json(GenerationRequest request, List<GeneratedText> texts) {
    int characters = texts.stream().mapToInt(text -> text.text().length()).sum();
    ObjectNode json = JobContext.json();
    json.put("message", "wrote " + characters + " characters");
    json.put("prompt", request.prompt());
    json.put("text", texts.get(0).text());
    json.put("seed", sampling.seed());
    ArrayNode all = json.putArray("samples");
    for (GeneratedText text : texts) {
      ObjectNode sample = all.addObject();
      sample.put("text", text.text());
      sample.put("tokens", text.tokens());
      sample.put("ending", text.ending().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return json;
  }
}
