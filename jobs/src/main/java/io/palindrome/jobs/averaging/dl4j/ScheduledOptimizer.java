package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.model.optimizer.LearningRateSchedule;
import io.palindrome.model.optimizer.Optimizer;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * An optimizer of {@code model.optimizer} as Deeplearning4j configures one: with the learning-rate
 * schedule and the clipping by global norm of {@link OptimizerConfig}.
 *
 * <p>Deeplearning4j's own Adam adds epsilon before the bias correction, and so differs from
 * PyTorch.
 */
public final class ScheduledOptimizer implements IUpdater {
  private static final long serialVersionUID = 1L;

  private OptimizerKind kind;
  private double learningRate;
  private double beta1;
  private double beta2;
  private double epsilon;
  private int warmupSteps;
  private double finalFraction;
  private double clipNorm;
  private long totalSteps;

  /** For Deeplearning4j's JSON. */
  public ScheduledOptimizer() {}

  ScheduledOptimizer(OptimizerConfig config, long totalSteps) {
    this.kind = config.kind();
    this.learningRate = config.learningRate();
    this.beta1 = config.beta1();
    this.beta2 = config.beta2();
    this.epsilon = config.epsilon();
    this.warmupSteps = config.warmupSteps();
    this.finalFraction = config.finalFraction();
    this.clipNorm = config.clipNorm();
    this.totalSteps = totalSteps;
  }

  OptimizerConfig config() {
    return new OptimizerConfig(
        kind, learningRate, beta1, beta2, epsilon, warmupSteps, finalFraction, clipNorm);
  }

  LearningRateSchedule schedule() {
    return LearningRateSchedule.of(config(), totalSteps);
  }

  @Override
  public long stateSize(long parameterCount) {
    return Optimizer.of(config()).stateLength(parameterCount);
  }

  @Override
  public GradientUpdater<ScheduledOptimizer> instantiate(INDArray view, boolean initialize) {
    ScheduledUpdater updater = new ScheduledUpdater(this);
    if (view != null) {
      updater.setStateViewArray(view, view.shape(), view.ordering(), initialize);
    }
    return updater;
  }

  @Override
  public GradientUpdater<ScheduledOptimizer> instantiate(
      Map<String, INDArray> state, boolean initialize) {
    ScheduledUpdater updater = new ScheduledUpdater(this);
    updater.setState(state, initialize);
    return updater;
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return schedule().at(iteration);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  /**
   * Sets the highest rate. The shape of the schedule is part of the run's configuration, so a
   * schedule of Deeplearning4j is refused.
   */
  @Override
  public void setLrAndSchedule(double rate, ISchedule schedule) {
    if (schedule != null) {
      throw new IllegalArgumentException(
          "schedule must be null, but is "
              + schedule.getClass().getSimpleName()
              + "; train.optimizer.warmup-steps and final-fraction shape the rate");
    }
    learningRate = rate;
  }

  @Override
  public ScheduledOptimizer clone() {
    return new ScheduledOptimizer(config(), totalSteps);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScheduledOptimizer that
        && totalSteps == that.totalSteps
        && config().equals(that.config());
  }

  @Override
  public int hashCode() {
    return 31 * config().hashCode() + Long.hashCode(totalSteps);
  }
}
