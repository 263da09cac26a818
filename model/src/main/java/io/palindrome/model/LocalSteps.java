package io.palindrome.model;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.optimizer.Adam;
import io.palindrome.model.optimizer.GradientNorm;
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
  private final Adam adam;
  private final double clipNorm;
  private final Kernels kernels;
  private final Storage state;
  private final Indices decaying;
  private double lastNorm = Double.NaN;

  /**
   * @param clipNorm most that the gradients' global norm may be; 0 for no bound
   */
  public LocalSteps(TrainingStep step, Adam adam, double clipNorm) {
    this.step = step;
    this.adam = adam;
    this.clipNorm = clipNorm;
    kernels = step.kernels();
    state = kernels.allocate(adam.stateLength());
    int[] runs = adam.decaying();
    decaying = kernels.allocateIndices(runs.length);
    decaying.write(runs);
  }

  /**
   * Copies the vectors that the next step begins with.
   *
   * @param parameters in layout order
   * @param moments of {@link Adam#stateLength}: means, then mean squares
   */
  public void begin(INDArray parameters, INDArray moments) {
    step.loadParameters(parameters);
    kernels.load(moments, state);
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
    Matrix gradients = vector(step.gradients(), 1);
    lastNorm = Math.sqrt(kernels.sumOfSquares(gradients));
    if (Double.isFinite(result.loss()) && Double.isFinite(lastNorm)) {
      double scale = GradientNorm.clipScale(lastNorm, clipNorm);
      kernels.adam(
          adam.at(new StepSize(number, learningRate, scale)),
          decaying,
          gradients,
          vector(state, 2),
          vector(step.parameters(), 1));
    }
    return result;
  }

  private static Matrix vector(Storage storage, int rows) {
    return Matrix.of(storage, rows, Math.toIntExact(storage.length() / rows));
  }

  /** L2 norm of the last step's gradients, before clipping; NaN before the first step. */
  public double lastGradientNorm() {
    return lastNorm;
  }

  /** Copies the vectors out, as the last step left them. */
  public void end(INDArray parameters, INDArray moments) {
    kernels.store(step.parameters(), parameters);
    kernels.store(state, moments);
  }

  /** Frees the moments; the step stays open. */
  @Override
  public void close() {
    state.close();
    decaying.close();
  }
}
