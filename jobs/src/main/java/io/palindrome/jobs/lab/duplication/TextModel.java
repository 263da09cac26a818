package io.palindrome.jobs.lab.duplication;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.lab.LabConfig;
import io.palindrome.jobs.lab.LabKernels;
import io.palindrome.jobs.lab.LabText;
import io.palindrome.jobs.lab.SmallTraining;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.parameter.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A small language model of bytes whose layers all have one kind of attention; everything else is
 * the same for every kind: width, depth, start, batches, steps.
 */
record TextModel(Attention attention, long seed) {
  static final int LENGTH = 512;
  static final int BATCH = 4;
  static final int LAYERS = 2;

  /** Bytes at the end of the text that are evaluated and never trained on. */
  static final int HELD_OUT = 16 * LENGTH;

  private static final long EVALUATED_BATCH = -1;
  private static final int EVALUATED_SEQUENCES = 12;

  /**
   * The model after some steps.
   *
   * @param bits a byte, on the held-out end of the text
   */
  record Point(int steps, double bits) {}

  RunConfig config() {
    return LabConfig.of(
        LabConfig.join(
            LabConfig.join(LabConfig.learnedPositions(LENGTH), attention.settings(LAYERS)),
            List.of(
                "train.seed=" + seed,
                "model.vocabulary-size=" + LabText.VOCABULARY,
                "model.pad-token=0",
                "model.d-model=64",
                "model.heads=2",
                "model.d-head=32",
                "model.feed-forward.d-feed-forward=256",
                "train.optimizer.learning-rate=3e-3",
                "train.optimizer.warmup-steps=20")));
  }

  long parameterCount() {
    return ParameterLayout.of(config().model()).parameterCount();
  }

  /** Trains on all of the text but its end, and evaluates every {@code every} steps. */
  List<Point> train(LabText text, int steps, int every, Consumer<Point> told) {
    LabText[] parts = text.split(HELD_OUT);
    List<Point> points = new ArrayList<>();
    try (SmallTraining training = new SmallTraining(config(), steps, LabKernels.fast())) {
      for (int step = 1; step <= steps; step++) {
        training.step(parts[0].batch(step, BATCH, LENGTH));
        if (step % every == 0) {
          Point point = new Point(step, bits(training, parts[1]));
          points.add(point);
          told.accept(point);
        }
      }
    }
    return points;
  }

  private double bits(SmallTraining training, LabText heldOut) {
    RunConfig config = config();
    TrainingBatch batch = heldOut.batch(EVALUATED_BATCH, EVALUATED_SEQUENCES, LENGTH);
    try (TrainingStep step =
        new TrainingStep(config.model(), config.train().memory(), LabKernels.fast())) {
      step.loadParameters(training.parameters());
      CounterRandomness randomness = new CounterRandomness(new StepKey(seed, 1, 0));
      double nats = Arrays.stream(step.losses(batch, randomness)).sum();
      return nats / (EVALUATED_SEQUENCES * (LENGTH - 1)) / Math.log(2);
    }
  }
}
