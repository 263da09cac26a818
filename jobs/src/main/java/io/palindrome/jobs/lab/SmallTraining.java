package io.palindrome.jobs.lab;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.model.StepKey;
import io.palindrome.model.StepResult;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.optimizer.GradientNorm;
import io.palindrome.model.optimizer.LearningRateSchedule;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.optimizer.StepSize;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.model.parameter.ParameterInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a configuration's network in this process, without Spark: its memory strategy, optimizer
 * and seed. Owns its kernels, and closes them.
 */
public final class SmallTraining implements AutoCloseable {
  private final RunConfig config;
  private final TrainingStep step;
  private final Optimizer optimizer;
  private final LearningRateSchedule schedule;
  private final INDArray parameters;
  private final INDArray gradients;
  private final INDArray state;
  private long stepsDone;

  /**
   * @param steps that the learning rate's schedule is laid out for
   */
  public SmallTraining(RunConfig config, int steps, Kernels kernels) {
    this.config = config;
    this.step = new TrainingStep(config.model(), config.train().memory(), kernels);
    this.optimizer = Optimizer.of(config.train().optimizer(), step.reformer().layout());
    this.schedule = LearningRateSchedule.of(config.train().optimizer(), steps);
    float[] start = ParameterInitializer.initialize(config.model(), config.train().seed());
    this.parameters = HostArrays.vector(start);
    this.gradients = HostArrays.zeros(DataType.FLOAT, 1, parameters.length());
    this.state = HostArrays.zeros(DataType.FLOAT, 1, Math.max(1, optimizer.stateLength()));
  }

  /** One update on a batch, with rotations and dropout masks of its own. */
  public StepResult step(TrainingBatch batch) {
    StepKey key = new StepKey(config.train().seed(), 0, stepsDone);
    StepResult result = step.gradients(parameters, gradients, batch, key);
    OptimizerConfig settings = config.train().optimizer();
    double scale = GradientNorm.clipScale(GradientNorm.of(gradients), settings.clipNorm());
    StepSize size = new StepSize(stepsDone + 1, schedule.at(stepsDone), scale);
    optimizer.toUpdate(parameters, gradients, state, size);
    parameters.subi(gradients.reshape(parameters.shape()));
    stepsDone++;
    return result;
  }

  /** The parameters after the steps so far; the caller must not change or close them. */
  public INDArray parameters() {
    return parameters;
  }

  /** Updates made so far. */
  public long stepsDone() {
    return stepsDone;
  }

  @Override
  public void close() {
    step.close();
    parameters.close();
    gradients.close();
    state.close();
  }
}
