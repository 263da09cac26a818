package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.model.optimizer.GradientNorm;
import io.palindrome.model.optimizer.LearningRateSchedule;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.optimizer.StepSize;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * Applies {@link ScheduledOptimizer} to the gradients of a step: clips them by their global norm,
 * then turns them into the update that Deeplearning4j subtracts. A step whose loss or gradient norm
 * is not a finite number changes neither parameters nor optimizer state.
 */
public final class ScheduledUpdater implements GradientUpdater<ScheduledOptimizer> {
  private static final String STATE = "state";

  private final ScheduledOptimizer config;
  private final Optimizer optimizer;
  private final LearningRateSchedule schedule;
  private final double clipNorm;
  private INDArray state;
  private double lastNorm = Double.NaN;

  ScheduledUpdater(ScheduledOptimizer config) {
    this.config = config;
    this.optimizer = config.optimizer();
    this.schedule = config.schedule();
    this.clipNorm = config.config().clipNorm();
  }

  @Override
  public ScheduledOptimizer getConfig() {
    return config;
  }

  /** L2 norm of the last step's gradients, before clipping; NaN before the first step. */
  public double lastGradientNorm() {
    return lastNorm;
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    lastNorm = GradientNorm.of(gradient);
    LayerStep step = config.current();
    if (!Double.isFinite(step.loss()) || !Double.isFinite(lastNorm)) {
      gradient.assign(0);
      return;
    }
    double scale = GradientNorm.clipScale(lastNorm, clipNorm);
    optimizer.toUpdate(
        step.parameters(),
        gradient,
        state,
        new StepSize(iteration + 1L, schedule.at(iteration), scale));
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    state = stateMap.get(STATE);
    if (initialize && state != null) {
      state.assign(0);
    }
  }

  /** The whole state under one key; empty where the optimizer has none. */
  @Override
  public Map<String, INDArray> getState() {
    Map<String, INDArray> named = new LinkedHashMap<>();
    if (state != null) {
      named.put(STATE, state);
    }
    return named;
  }

  @Override
  public void setStateViewArray(
      INDArray view, long[] gradientShape, char gradientOrder, boolean initialize) {
    state = view.reshape(view.length());
    if (initialize) {
      state.assign(0);
    }
  }
}
