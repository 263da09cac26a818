package io.palindrome.jobs.training;

import io.palindrome.conf.CheckpointConfig;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.EvaluationConfig;
import io.palindrome.conf.HealthConfig;
import io.palindrome.conf.LengthBucketConfig;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.PrepareConfig;
import io.palindrome.conf.ReconstructionConfig;
import io.palindrome.conf.ReportConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.TrainConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.report.ReportWriter;
import io.palindrome.jobs.report.RunOutcome;
import io.palindrome.model.checkpoint.CheckpointFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The directory of one training run, on this machine's file system. */
public record RunFolder(Path path) {
  /** The folder of checkpoints inside a run's directory. */
  public static final String CHECKPOINTS = "checkpoints";

  private static final String CONFIG = "config.conf";
  private static final int SHOWN = 8;

  /** The checkpoints of the run. */
  public CheckpointFile checkpoints() {
    return CheckpointFile.in(path.resolve(CHECKPOINTS));
  }

  /** Name of the newest checkpoint. */
  public Optional<String> newest() {
    return Files.isDirectory(path.resolve(CHECKPOINTS)) ? checkpoints().latest() : Optional.empty();
  }

  /** Whether all rounds were made and the report of a finished run is there. */
  public boolean isFinished() {
    Path report = path.resolve(ReportWriter.JSON);
    return Files.exists(report)
        && newest().isPresent()
        && ReportWriter.read(report).run().outcome() == RunOutcome.DONE;
  }

  /** The configuration that the run was begun with; there is none before that. */
  Path config() {
    return path.resolve(CONFIG);
  }

  /** Keeps the configuration that the run is made with. */
  void keep(RunConfig config) throws IOException {
    Files.createDirectories(path);
    Path written = Files.writeString(path.resolve(CONFIG + ".part"), ConfigFile.render(config));
    Files.move(written, config(), StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Refuses to go on with another configuration; what changes no number of the training may differ.
   *
   * @throws UserException that names the keys which differ
   */
  void checkSame(RunConfig config) throws IOException {
    Path file = config();
    if (!Files.exists(file)) {
      return;
    }
    RunConfig stored = ConfigFile.read(file, List.of());
    List<String> now = ConfigFile.render(decisive(config)).lines().toList();
    List<String> before = ConfigFile.render(decisive(stored)).lines().toList();
    List<String> different = now.stream().filter(line -> !before.contains(line)).toList();
    if (!different.isEmpty()) {
      throw new UserException(
          "Cannot go on with run %s: its configuration differs in %d of its keys, now %s; use the configuration %s or another --run-id"
              .formatted(
                  path,
                  different.size(),
                  String.join(", ", different.subList(0, Math.min(SHOWN, different.size()))),
                  file));
    }
  }

  /** The configuration without what changes no number of the training. */
  public static RunConfig decisive(RunConfig config) {
    TrainConfig train = config.train();
    return new RunConfig(
        PrepareConfig.DEFAULT,
        config.tokenizer(),
        LengthBucketConfig.DEFAULT,
        config.model(),
        new TrainConfig(
            train.seed(),
            train.rounds(),
            train.precision(),
            train.batch(),
            new MemoryConfig(train.memory().strategy(), train.memory().recomputeEvery()),
            train.optimizer(),
            train.averaging(),
            CheckpointConfig.DEFAULT,
            EvaluationConfig.DEFAULT,
            ReconstructionConfig.DEFAULT,
            HealthConfig.DEFAULT),
        ReportConfig.DEFAULT,
        RuntimeConfig.DEFAULT);
  }
}
