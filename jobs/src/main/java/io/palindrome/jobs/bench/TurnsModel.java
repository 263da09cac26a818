package io.palindrome.jobs.bench;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.interchange.ImportedModel;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.model.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that name the weights a benchmark begins with. */
final class TurnsModel {
  /** One of the two. */
  static final class Source {
    @Option(
        names = "--checkpoint",
        paramLabel = "DIR",
        description = "a checkpoint, or a run directory: its newest one")
    private Path checkpoint;

    @Option(
        names = "--hugging-face",
        paramLabel = "DIR",
        description = "a folder with config.json and model.safetensors")
    private Path huggingFace;
  }

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key over the weights' configuration, such as runtime.threads=4")
  private List<String> overrides = new ArrayList<>();

  /** The weights, with their configuration and what the command line puts over it. */
  TrainedModel load() {
    if (source.checkpoint != null) {
      return TrainedModel.load(source.checkpoint, overrides);
    }
    Checkpoint imported = ImportedModel.read(source.huggingFace).checkpoint();
    String name = source.huggingFace + "/config.json";
    RunConfig config = ConfigFile.parse(name, imported.runConfig(), new ArrayList<>(overrides));
    return new TrainedModel(imported, config.withModel(imported.model()));
  }
}
