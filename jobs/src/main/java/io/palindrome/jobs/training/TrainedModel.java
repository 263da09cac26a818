package io.palindrome.jobs.training;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import io.palindrome.model.checkpoint.Checkpoint;
import io.palindrome.model.checkpoint.CheckpointFile;
import io.palindrome.model.checkpoint.Expectation;
import io.palindrome.pipeline.token.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint and the configuration to use it with.
 *
 * @param config that of the checkpoint, with its network
 */
public record TrainedModel(Checkpoint checkpoint, RunConfig config) {

  /**
   * Loads a checkpoint, the newest of a folder of checkpoints, or the newest of a run directory.
   *
   * @param overrides {@code key=value} over the checkpoint's configuration
   */
  public static TrainedModel load(Path folder, List<String> overrides) {
    Path checkpoints = folder.resolve(RunFolder.CHECKPOINTS);
    Path from = Files.isDirectory(checkpoints) ? checkpoints : folder;
    Checkpoint checkpoint = CheckpointFile.load(from, Expectation.none());
    RunConfig config =
        ConfigFile.parse(from + "/config.conf", checkpoint.runConfig(), new ArrayList<>(overrides));
    RunConfig ofNetwork =
        new RunConfig(
            config.prepare(),
            config.tokenizer(),
            config.buckets(),
            checkpoint.model(),
            config.train(),
            config.report(),
            config.runtime());
    String tokenizer = Tokenizer.of(config.tokenizer()).fingerprint();
    if (!tokenizer.equals(checkpoint.provenance().tokenizer())) {
      checkpoint = CheckpointFile.load(from, Expectation.sameTokenizer(tokenizer));
    }
    return new TrainedModel(checkpoint, ofNetwork);
  }

  /** The parameters in layout order. */
  public float[] parameters() {
    return checkpoint.vectors().parameters();
  }
}
