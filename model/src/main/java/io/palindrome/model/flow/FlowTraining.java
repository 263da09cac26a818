package io.palindrome.model.flow;

import io.palindrome.conf.ScheduleKind;
import io.palindrome.model.optimizer.Adam;
import io.palindrome.model.optimizer.GradientNorm;
import io.palindrome.model.optimizer.LearningRateSchedule;
import io.palindrome.model.optimizer.StepSize;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.model.reversible.MemoryStrategy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a flow by exact log-likelihood with Adam, on points that are drawn anew for every step, so
 * that there is nothing to learn by heart.
 */
public final class FlowTraining implements AutoCloseable {
  private static final double CLIP_NORM = 5;
  private static final double FINAL_FRACTION = 0.02;
  private static final double MOST_WARMUP = 0.05;

  /**
   * What to train on.
   *
   * @param batch points of a step
   * @param learningRate the highest, after a warm-up; it falls along a cosine
   */
  public record Plan(PlanarData data, long seed, int steps, int batch, double learningRate) {}

  private final FlowNetwork network;
  private final MemoryStrategy strategy;
  private final Plan plan;
  private final LearningRateSchedule schedule;
  private final Adam adam;
  private final INDArray parameters;
  private final INDArray gradients;
  private final INDArray state;

  public FlowTraining(FlowNetwork network, MemoryStrategy strategy, Plan plan) {
    this.network = network;
    this.strategy = strategy;
    this.plan = plan;
    long warmup = (long) (MOST_WARMUP * plan.steps());
    schedule =
        new LearningRateSchedule(
            ScheduleKind.COSINE, plan.learningRate(), warmup, plan.steps(), FINAL_FRACTION);
    DataType type =
        network.kernels().elementBytes() == Double.BYTES ? DataType.DOUBLE : DataType.FLOAT;
    long count = network.parameters().length();
    adam = Adam.withoutDecay(0.9, 0.99, 1e-8, count);
    parameters = HostArrays.zeros(type, 1, count);
    gradients = HostArrays.zeros(type, 1, count);
    state = HostArrays.zeros(type, 1, adam.stateLength());
    network.kernels().store(network.parameters(), parameters);
  }

  /** Makes every step of the plan; returns the loss of each, in nats a point. */
  public double[] run() {
    double[] losses = new double[plan.steps()];
    for (int step = 0; step < losses.length; step++) {
      losses[step] = step(step);
    }
    return losses;
  }

  private double step(int step) {
    Points batch = plan.data().points(plan.seed(), (long) step * plan.batch(), plan.batch());
    double loss = network.lossAndGradients(batch, strategy);
    network.kernels().store(network.gradients(), gradients);
    double scale = GradientNorm.clipScale(GradientNorm.of(gradients), CLIP_NORM);
    adam.toUpdate(parameters, gradients, state, new StepSize(step + 1L, schedule.at(step), scale));
    parameters.subi(gradients);
    network.kernels().load(parameters, network.parameters());
    return loss;
  }

  @Override
  public void close() {
    parameters.close();
    gradients.close();
    state.close();
  }
}
