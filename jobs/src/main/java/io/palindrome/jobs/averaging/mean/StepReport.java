package io.palindrome.jobs.averaging.mean;

import java.io.Serializable;

/**
 * What one step measured.
 *
 * @param loss mean in nats over the counted labels, before the update
 * @param countedLabels labels that were not ignored
 * @param gradientNorm L2 norm of all gradients before clipping
 * @param reconstructionError largest difference between a rebuilt activation and the true one; NaN
 *     where nothing is rebuilt
 * @param activationBytes most bytes of activations and scratch at once
 */
public record StepReport(
    double loss,
    long countedLabels,
    double gradientNorm,
    double reconstructionError,
    long activationBytes)
    implements Serializable {
  /**
   * Whether the step changed nothing, because its loss or its gradient norm is no finite number.
   */
  public boolean skipped() {
    return !Double.isFinite(loss) || !Double.isFinite(gradientNorm);
  }
}
