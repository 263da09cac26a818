package io.palindrome.jobs.bench;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.evaluation.EvaluationRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.checkpoint.SafetensorsWriter;
import io.palindrome.model.parameter.HostArrays;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The loss of given weights, and the rotations that it depends on, so that another program can be
 * held to it.
 *
 * @param nats mean over all tokens but each sequence's first
 * @param rotations of every LSH layer, as they were used for the last sequence
 */
record EvaluationLoss(double nats, RecordedRotations rotations) {
  /** In the configuration's precision, on kernels of its own. */
  static EvaluationLoss of(RunConfig config, TrainingBatch batch, float[] parameters) {
    StepKey key = new StepKey(config.train().seed(), 0, 0);
    RecordedRotations rotations = new RecordedRotations(new EvaluationRandomness(key));
    try (TrainingStep step =
            new TrainingStep(
                config.model(),
                config.train().memory(),
                WorkerKernels.create(
                    config.runtime(), config.train().precision(), DataType.FLOAT));
        INDArray flat = HostArrays.vector(parameters)) {
      step.loadParameters(flat);
      double sum = Arrays.stream(step.losses(batch, rotations)).sum();
      long scored = (long) batch.batch() * (batch.length() - 1);
      return new EvaluationLoss(sum / scored, rotations);
    }
  }

  /** Writes the rotations as safetensors. */
  void write(Path file) {
    SafetensorsWriter.write(file, rotations.entries(), new TreeMap<>());
  }
}
