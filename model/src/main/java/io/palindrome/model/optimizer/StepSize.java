package io.palindrome.model.optimizer;

/**
 * How far one step goes.
 *
 * @param step number of the step, counted from 1
 * @param learningRate of this step
 * @param gradientScale factor on the gradients before anything else, see {@link GradientNorm}
 */
public record StepSize(long step, double learningRate, double gradientScale) {
  public StepSize {
    if (step < 1) {
      throw new IllegalArgumentException("step must be 1 or more, but is " + step);
    }
  }
}
