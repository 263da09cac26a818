package io.palindrome.jobs.training;

import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.TrainConfig;
import io.palindrome.jobs.averaging.TrainerState;
import io.palindrome.model.checkpoint.Checkpoint;
import io.palindrome.model.checkpoint.CheckpointFile;
import io.palindrome.model.checkpoint.Expectation;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.parameter.ParameterLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The weights of another run, or of an imported model, that a new run begins with. */
public final class StartingWeights {
  private StartingWeights() {}

  /**
   * Gives a run that has no checkpoint one of round 0: the weights of {@code from}, and an
   * optimizer that has seen nothing.
   *
   * @param from a checkpoint, or a run directory: its newest one
   * @throws io.palindrome.conf.DataException if its network or tokenizer is not this run's
   */
  public static void write(Path from, RunFolder folder, TrainingSetup setup) {
    ParameterLayout layout = ParameterLayout.of(setup.config().model());
    Path checkpoints = from.resolve(RunFolder.CHECKPOINTS);
    Checkpoint source =
        CheckpointFile.load(
            Files.isDirectory(checkpoints) ? checkpoints : from,
            new Expectation(
                Optional.of(layout),
                Optional.empty(),
                Optional.of(setup.tokenizer().fingerprint())));
    TrainConfig train = setup.config().train();
    long length = Optimizer.of(train.optimizer(), layout).stateLength();
    boolean local = train.averaging().optimizerState() == OptimizerStateKind.LOCAL;
    int states = length == 0 ? 0 : local ? train.averaging().workers() : 1;
    List<float[]> optimizer = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      optimizer.add(new float[Math.toIntExact(length)]);
    }
    new RunCheckpoints(folder.checkpoints(), setup)
        .write(TrainerState.START, source.vectors().parameters(), optimizer);
  }
}
