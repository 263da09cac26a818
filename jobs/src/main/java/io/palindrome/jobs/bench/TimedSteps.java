package io.palindrome.jobs.bench;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.evaluation.EvaluationRandomness;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.LocalSteps;
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
import java.util.Optional;
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
  private final Optional<LocalSteps> local;
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
    this.local = localSteps();
  }

  /** On a device vectors stay in the kernels' memory, as in training. */
  private Optional<LocalSteps> localSteps() {
    if (!kernels.areOnDevice()) {
      return Optional.empty();
    }
    LocalSteps steps = new LocalSteps(step, optimizer, config.train().optimizer().clipNorm());
    steps.begin(parameters, optimizerState);
    return Optional.of(steps);
  }

  Kernels kernels() {
    return kernels;
  }

  long parameterCount() {
    return parameters.length();
  }

  /** Makes a step, with the copies of vectors between kernels and arrays that training makes. */
  Timed next() {
    long began = System.nanoTime();
    step.use(ReconstructionProbe.of(config.train().reconstruction(), stepsDone));
    StepKey key = new StepKey(config.train().seed(), 0, stepsDone);
    double rate = config.train().optimizer().learningRate();
    StepResult result =
        local
            .map(steps -> steps.next(batch, new CounterRandomness(key), stepsDone + 1, rate))
            .orElseGet(() -> onArrays(key, rate));
    stepsDone++;
    return new Timed((System.nanoTime() - began) / 1e9, result);
  }

  private StepResult onArrays(StepKey key, double learningRate) {
    StepResult result = step.gradients(parameters, gradients, batch, key);
    double clipNorm = config.train().optimizer().clipNorm();
    double scale = GradientNorm.clipScale(GradientNorm.of(gradients), clipNorm);
    StepSize size = new StepSize(stepsDone + 1, learningRate, scale);
    optimizer.toUpdate(parameters, gradients, optimizerState, size);
    parameters.subi(gradients.reshape(parameters.shape()));
    return result;
  }

  /** Seconds of an evaluation of the batch with the parameters of the last step. */
  double evaluate() {
    long began = System.nanoTime();
    step.losses(batch, new EvaluationRandomness(new StepKey(config.train().seed(), 0, stepsDone)));
    return (System.nanoTime() - began) / 1e9;
  }

  @Override
  public void close() {
    local.ifPresent(LocalSteps::close);
    step.close();
    parameters.close();
    gradients.close();
    optimizerState.close();
  }
}
