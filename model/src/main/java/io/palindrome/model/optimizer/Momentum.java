package io.palindrome.model.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stochastic gradient descent with momentum (Polyak 1964), in the form of PyTorch: the learning
 * rate stands outside of the buffer. With {@link Look#AHEAD} it is that of Nesterov (Sutskever et
 * al. 2013).
 *
 * <pre>
 * b = momentum * b + g
 * BEHIND: update = learningRate * b
 * AHEAD:  update = learningRate * (g + momentum * b)
 * </pre>
 *
 * <p>state: b, as long as the gradients.
 */
public record Momentum(double momentum, Look look, long count) implements Optimizer {
  /** Where the direction of a step is taken from. */
  public enum Look {
    /** The buffer as it is now. */
    BEHIND,
    /** What the buffer would be if the same gradient came once more. */
    AHEAD
  }

  @Override
  public long stateLength() {
    return count;
  }

  @Override
  public void toUpdate(INDArray parameters, INDArray gradients, INDArray state, StepSize size) {
    VectorWindow gradient = VectorWindow.of("gradients", gradients, count);
    VectorWindow buffer = VectorWindow.of("optimizer state", state, count);
    double[] g = new double[VectorWindow.LENGTH];
    double[] b = new double[VectorWindow.LENGTH];
    for (long from = 0; from < count; from += VectorWindow.LENGTH) {
      int length = gradient.read(from, g);
      buffer.read(from, b, length);
      update(g, b, length, size);
      gradient.write(from, g, length);
      buffer.write(from, b, length);
    }
  }

  private void update(double[] g, double[] b, int length, StepSize size) {
    for (int i = 0; i < length; i++) {
      double gradient = g[i] * size.gradientScale();
      b[i] = momentum * b[i] + gradient;
      double direction = look == Look.AHEAD ? gradient + momentum * b[i] : b[i];
      g[i] = size.learningRate() * direction;
    }
  }
}
