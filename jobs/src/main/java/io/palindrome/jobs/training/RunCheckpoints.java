package io.palindrome.jobs.training;

import io.palindrome.conf.ConfigFile;
import io.palindrome.jobs.averaging.AveragingTrainer;
import io.palindrome.jobs.averaging.TrainerState;
import io.palindrome.jobs.command.Version;
import io.palindrome.model.checkpoint.Checkpoint;
import io.palindrome.model.checkpoint.CheckpointFile;
import io.palindrome.model.checkpoint.Expectation;
import io.palindrome.model.checkpoint.Provenance;
import io.palindrome.model.checkpoint.TrainingState;
import io.palindrome.model.checkpoint.TrainingVectors;
import io.palindrome.model.parameter.HostArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A trainer's state to a checkpoint and back, to the bit. */
final class RunCheckpoints {
  private static final String OPTIMIZER = "optimizer";
  private static final String ROUND = "averagingRound";
  private static final String TOKENS = "tokens";
  private static final String EXAMPLES = "examples";

  private final CheckpointFile files;
  private final TrainingSetup setup;

  RunCheckpoints(CheckpointFile files, TrainingSetup setup) {
    this.files = files;
    this.setup = setup;
  }

  /** Writes what the trainer has now, removes old ones, and returns the new one's name. */
  String write(AveragingTrainer trainer) {
    List<float[]> optimizer = new ArrayList<>();
    trainer.optimizerStates().forEach(state -> optimizer.add(floats(state)));
    return write(trainer.state(), floats(trainer.parameters()), optimizer);
  }

  /** Writes a trainer's state, removes old checkpoints, and returns the new one's name. */
  String write(TrainerState state, float[] parameters, List<float[]> optimizerStates) {
    SortedMap<String, float[]> optimizer = new TreeMap<>();
    for (int i = 0; i < optimizerStates.size(); i++) {
      optimizer.put(name(i), optimizerStates.get(i));
    }
    String name =
        files.write(
            new Checkpoint(
                setup.config().model(),
                ConfigFile.render(setup.config()),
                new TrainingVectors(parameters, optimizer),
                TrainingState.at(state.step())
                    .with(ROUND, state.round())
                    .with(TOKENS, state.tokens())
                    .with(EXAMPLES, state.examples()),
                new Provenance(
                    "palindrome " + Version.CURRENT,
                    setup.dataset().manifest().fingerprint(),
                    setup.tokenizer().fingerprint())));
    files.prune(setup.config().train().checkpoint().keep());
    return name;
  }

  /** Continues from a checkpoint of the same model, dataset and tokenizer. */
  void restore(String name, AveragingTrainer trainer) {
    Checkpoint checkpoint =
        files.read(
            name,
            Expectation.resume(
                setup.config().model(),
                setup.dataset().manifest().fingerprint(),
                setup.tokenizer().fingerprint()));
    TrainingState state = checkpoint.state();
    List<INDArray> optimizer = new ArrayList<>();
    for (int i = 0; i < checkpoint.vectors().optimizer().size(); i++) {
      optimizer.add(HostArrays.vector(checkpoint.vectors().optimizer(name(i))));
    }
    trainer.restore(
        new TrainerState(
            state.number(ROUND), state.step(), state.number(TOKENS), state.number(EXAMPLES)),
        HostArrays.vector(checkpoint.vectors().parameters()),
        optimizer);
  }

  private static String name(int state) {
    return String.format(Locale.ROOT, "%s-%05d", OPTIMIZER, state);
  }

  /** A copy of a flat vector. */
  static float[] floats(INDArray vector) {
    return vector.dup().data().asFloat();
  }
}
