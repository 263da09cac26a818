package io.palindrome.model;

import io.palindrome.model.layer.Randomness;
import io.palindrome.model.optimizer.Adam;
import io.palindrome.model.optimizer.GradientNorm;
import io.palindrome.model.optimizer.KernelAdam;
import io.palindrome.model.optimizer.StepSize;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The steps that a worker makes on its own, between two averagings, with Adam: parameters,
 * gradients and moments stay in the kernels' memory from {@link #begin} to {@link #end}, so a step
 * copies its tokens in and its losses out. The formulas are those of {@link Adam}; kernels compute
 * and keep them in their own precision.
 *
 * <p>Uses the buffers of a {@link TrainingStep}, and owns the moments.
 */
public final class LocalSteps implements AutoCloseable {
  private final TrainingStep step;
  private final KernelAdam adam;
  private final double clipNorm;
  private double lastNorm = Double.NaN;

  /**
   * @param clipNorm most that the gradients' global norm may be; 0 for no bound
   */
  public LocalSteps(TrainingStep step, Adam adam, double clipNorm) {
    this.step = step;
    this.adam = new KernelAdam(adam, step.kernels());
    this.clipNorm = clipNorm;
  }

  /**
   * Copies the vectors that the next step begins with.
   *
   * @param parameters in layout order
   * @param moments of {@link Adam#stateLength}: means, then mean squares
   */
  public void begin(INDArray parameters, INDArray moments) {
    step.loadParameters(parameters);
    adam.load(moments);
  }

  /**
   * A step on one batch. Where its loss or the norm of its gradients is not a finite number, it
   * changes neither parameters nor moments.
   *
   * @param number of the step, counted from 1
   */
  public StepResult next(
      TrainingBatch batch, Randomness randomness, long number, double learningRate) {
    StepResult result = step.gradients(batch, randomness);
    lastNorm = adam.norm(step.gradients());
    if (Double.isFinite(result.loss()) && Double.isFinite(lastNorm)) {
      double scale = GradientNorm.clipScale(lastNorm, clipNorm);
      adam.step(step.parameters(), step.gradients(), new StepSize(number, learningRate, scale));
    }
    return result;
  }

  /** L2 norm of the last step's gradients, before clipping; NaN before the first step. */
  public double lastGradientNorm() {
    return lastNorm;
  }

  /** Copies the vectors out, as the last step left them. */
  public void end(INDArray parameters, INDArray moments) {
    step.kernels().store(step.parameters(), parameters);
    adam.store(moments);
  }

  /** Frees the moments; the step stays open. */
  @Override
  public void close() {
    adam.close();
  }
}
