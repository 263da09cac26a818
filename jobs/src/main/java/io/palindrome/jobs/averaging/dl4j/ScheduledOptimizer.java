package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.model.optimizer.LearningRateSchedule;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.parameter.ParameterLayout;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An optimizer of {@code model.optimizer} as Deeplearning4j configures one: with the learning-rate
 * schedule and the clipping by global norm of {@link OptimizerConfig}. It is stored as the text of
 * the run's whole configuration, because an optimizer may depend on the layout of the parameters.
 *
 * <p>Deeplearning4j's own Adam adds epsilon before the bias correction, and so differs from
 * PyTorch.
 */
public final class ScheduledOptimizer implements IUpdater {
  private static final long serialVersionUID = 1L;

  /** {@code key = value} lines of {@link ConfigFile#render}. */
  @JsonProperty private String configuration;

  private transient RunConfig parsed;
  private transient LayerStep current;

  /** For Deeplearning4j's JSON. */
  public ScheduledOptimizer() {}

  ScheduledOptimizer(RunConfig config) {
    this.configuration = ConfigFile.render(config);
  }

  private synchronized RunConfig run() {
    if (parsed == null) {
      parsed = ConfigFile.parse("stored in the network", configuration, List.of());
    }
    return parsed;
  }

  OptimizerConfig config() {
    return run().train().optimizer();
  }

  Optimizer optimizer() {
    return Optimizer.of(config(), ParameterLayout.of(run().model()));
  }

  LearningRateSchedule schedule() {
    return LearningRateSchedule.of(config(), run().train().totalSteps());
  }

  /** The layer says which step the next gradients belong to: Deeplearning4j passes them alone. */
  void begin(LayerStep step) {
    current = step;
  }

  LayerStep current() {
    return current == null ? LayerStep.UNKNOWN : current;
  }

  @Override
  public long stateSize(long parameterCount) {
    return optimizer().stateLength();
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
  public synchronized void setLrAndSchedule(double rate, ISchedule schedule) {
    if (schedule != null) {
      throw new IllegalArgumentException(
          "schedule must be null, but is "
              + schedule.getClass().getSimpleName()
              + "; train.optimizer.schedule, warmup-steps and final-fraction shape the rate");
    }
    List<String> override = List.of("train.optimizer.learning-rate=" + rate);
    parsed = ConfigFile.parse("stored in the network", configuration, override);
    configuration = ConfigFile.render(parsed);
  }

  @Override
  public ScheduledOptimizer clone() {
    return new ScheduledOptimizer(run());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScheduledOptimizer that && configuration.equals(that.configuration);
  }

  @Override
  public int hashCode() {
    return configuration.hashCode();
  }
}
