package io.palindrome.jobs.lab.duplication;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.lab.LabKernels;
import io.palindrome.jobs.lab.SmallTraining;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;

/** Trains one model on the duplication task and counts the symbols that it foretells. */
final class DuplicationTraining implements AutoCloseable {
  /** Training batches count from 0 up; this one is never trained on. */
  private static final long EVALUATED_BATCH = -1;

  private static final int EVALUATED_SEQUENCES = 64;

  private final DuplicationModel model;
  private final DuplicationTask task;
  private final SmallTraining training;

  DuplicationTraining(DuplicationModel model) {
    this.model = model;
    this.task = new DuplicationTask(DuplicationModel.LENGTH, model.seed());
    this.training = new SmallTraining(model.config(), DuplicationModel.STEPS, LabKernels.fast());
  }

  /** Makes updates until there are that many; returns the last loss in nats a symbol. */
  double trainTo(int steps) {
    double loss = Double.NaN;
    while (training.stepsDone() < steps) {
      TrainingBatch batch = task.batch(training.stepsDone(), DuplicationModel.BATCH);
      loss = training.step(batch).loss();
    }
    return loss;
  }

  /** The share of the second half's symbols that are the likeliest, over 64 fresh sequences. */
  double accuracy(Attention evaluated) {
    RunConfig config = model.config(evaluated);
    try (TrainingStep step =
        new TrainingStep(config.model(), config.train().memory(), LabKernels.fast())) {
      step.loadParameters(training.parameters());
      TrainingBatch batch = task.batch(EVALUATED_BATCH, EVALUATED_SEQUENCES);
      CounterRandomness randomness = new CounterRandomness(new StepKey(model.seed(), 1, 0));
      return accuracy(batch, step.logits(batch, 0, batch.tokens().length, randomness));
    }
  }

  /** Row t foretells token t + 1 of its sequence. */
  static double accuracy(TrainingBatch batch, double[] logits) {
    int right = 0;
    int scored = 0;
    for (int row = 1; row < batch.labels().length; row++) {
      int label = batch.labels()[row];
      if (label != TrainingBatch.IGNORED) {
        scored++;
        right += likeliest(logits, row - 1) == label ? 1 : 0;
      }
    }
    return (double) right / scored;
  }

  private static int likeliest(double[] logits, int row) {
    int first = row * DuplicationTask.VOCABULARY;
    int best = 0;
    for (int token = 1; token < DuplicationTask.VOCABULARY; token++) {
      best = logits[first + token] > logits[first + best] ? token : best;
    }
    return best;
  }

  @Override
  public void close() {
    training.close();
  }
}
