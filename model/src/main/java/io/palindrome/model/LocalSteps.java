package io.palindrome.model;

import io.palindrome.model.layer.Randomness;
import io.palindrome.model.optimizer.GradientNorm;
import io.palindrome.model.optimizer.KernelOptimizer;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.optimizer.StepSize;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The steps that a worker makes on its own, between two averagings: parameters, gradients and the
 * optimizer's state stay in the kernels' memory from {@link #begin} to {@link #end}, so a step
 * copies its tokens in, and its loss and the norm of its gradients out. The formulas are those of
 * the {@link Optimizer}; kernels compute and keep them in their own precision.
 *
 * <p>Uses the buffers of a {@link TrainingStep}, and owns the optimizer's state.
 */
public final class LocalSteps implements AutoCloseable {
  private final TrainingStep step;
  private final KernelOptimizer optimizer;
  private final double clipNorm;
  private double lastNorm = Double.NaN;

  /**
   * @param clipNorm most that the gradients' global norm may be; 0 for no bound
   */
  public LocalSteps(TrainingStep step, Optimizer optimizer, double clipNorm) {
    this.step = step;
    this.optimizer = KernelOptimizer.of(optimizer, step.kernels());
    this.clipNorm = clipNorm;
  }

  /**
   * Copies the vectors that the next step begins with.
   *
   * @param parameters in layout order
   * @param state the optimizer's, of {@link Optimizer#stateLength}; null where that is 0
   */
  public void begin(INDArray parameters, INDArray state) {
    step.loadParameters(parameters);
    optimizer.load(state);
  }

  /**
   * A step on one batch. Where its loss or the norm of its gradients is not a finite number, it
   * changes neither parameters nor state.
   *
   * @param number of the step, counted from 1
   */
  public StepResult next(
      TrainingBatch batch, Randomness randomness, long number, double learningRate) {
    StepResult result = step.gradients(batch, randomness);
    lastNorm = GradientNorm.of(step.gradients(), step.kernels());
    if (Double.isFinite(result.loss()) && Double.isFinite(lastNorm)) {
      double scale = GradientNorm.clipScale(lastNorm, clipNorm);
      optimizer.step(
          step.parameters(), step.gradients(), new StepSize(number, learningRate, scale));
    }
    return result;
  }

  /** L2 norm of the last step's gradients, before clipping; NaN before the first step. */
  public double lastGradientNorm() {
    return lastNorm;
  }

  /** Copies the vectors out, as the last step left them. */
  public void end(INDArray parameters, INDArray state) {
    step.kernels().store(step.parameters(), parameters);
    optimizer.store(state);
  }

  /** Frees the optimizer's state; the step stays open. */
  @Override
  public void close() {
    optimizer.close();
  }
}
