package io.palindrome.jobs.bench;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.evaluation.EvaluationRandomness;
import io.palindrome.model.ReconstructionProbe;
import io.palindrome.model.StepKey;
import io.palindrome.model.StepResult;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.optimizer.GradientNorm;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.optimizer.StepSize;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.parameter.ParameterLayout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whole training steps of one process: forward, backward, clipping, update. */
final class TimedSteps implements AutoCloseable {
  private final RunConfig config;
  private final TrainingBatch batch;
  private final Kernels kernels;
  private final TrainingStep step;
  private final Optimizer optimizer;
  private final INDArray parameters;
  private final INDArray gradients;
  private final INDArray optimizerState;
  private long stepsDone;

  /** One step's measurements. */
  record Timed(double seconds, StepResult result) {}

  TimedSteps(RunConfig config, ReformerConfig model, MemoryConfig memory, int[] tokens) {
    this(config, model, memory, new TrainingBatch(1, tokens.length, tokens, tokens));
  }

  TimedSteps(RunConfig config, ReformerConfig model, MemoryConfig memory, TrainingBatch batch) {
    this(
        config,
        model,
        memory,
        batch,
        ParameterInitializer.initialize(model, config.train().seed()));
  }

  /** Steps that begin with given parameters, in layout order. */
  TimedSteps(
      RunConfig config,
      ReformerConfig model,
      MemoryConfig memory,
      TrainingBatch batch,
      float[] parameters) {
    this.config = config;
    this.batch = batch;
    this.kernels =
        WorkerKernels.create(config.runtime(), config.train().precision(), DataType.FLOAT);
    this.step = new TrainingStep(model, memory, kernels);
    this.optimizer = Optimizer.of(config.train().optimizer(), ParameterLayout.of(model));
    this.parameters = HostArrays.vector(parameters);
    this.gradients = HostArrays.zeros(DataType.FLOAT, 1, parameters.length);
    long stateLength = optimizer.stateLength();
    this.optimizerState = HostArrays.zeros(DataType.FLOAT, 1, Math.max(1, stateLength));
  }

  Kernels kernels() {
    return kernels;
  }

  long parameterCount() {
    return parameters.length();
  }

  /** Makes a step, the parameters' copy to the kernels and back included. */
  Timed next() {
    OptimizerConfig settings = config.train().optimizer();
    long began = System.nanoTime();
    step.use(ReconstructionProbe.of(config.train().reconstruction(), stepsDone));
    StepKey key = new StepKey(config.train().seed(), 0, stepsDone);
    StepResult result = step.gradients(parameters, gradients, batch, key);
    double scale = GradientNorm.clipScale(GradientNorm.of(gradients), settings.clipNorm());
    optimizer.toUpdate(
        parameters,
        gradients,
        optimizerState,
        new StepSize(stepsDone + 1, settings.learningRate(), scale));
    parameters.subi(gradients.reshape(parameters.shape()));
    stepsDone++;
    return new Timed((System.nanoTime() - began) / 1e9, result);
  }

  /** Seconds of an evaluation of the batch with the parameters of the last step. */
  double evaluate() {
    long began = System.nanoTime();
    step.losses(batch, new EvaluationRandomness(new StepKey(config.train().seed(), 0, stepsDone)));
    return (System.nanoTime() - began) / 1e9;
  }

  @Override
  public void close() {
    step.close();
    parameters.close();
    gradients.close();
    optimizerState.close();
  }
}
