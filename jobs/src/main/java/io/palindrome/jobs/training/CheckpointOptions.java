package io.palindrome.jobs.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command that computes with a checkpoint. */
public final class CheckpointOptions {
  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "DIR",
      description = "a checkpoint, or a run directory: its newest one")
  private Path checkpoint;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key over the checkpoint's configuration, such as runtime.threads=4")
  private List<String> overrides = new ArrayList<>();

  /** The checkpoint, with its configuration and what the command line puts over it. */
  public TrainedModel load() {
    return TrainedModel.load(checkpoint, overrides);
  }
}
