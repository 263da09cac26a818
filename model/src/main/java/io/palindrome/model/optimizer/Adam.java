package io.palindrome.model.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adam (Kingma and Ba 2015, arXiv:1412.6980) in the form of PyTorch, where epsilon is added to the
 * bias-corrected root. At step t:
 *
 * <pre>
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g * g
 * update = learningRate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * <p>With a {@link WeightDecay} it is AdamW: {@code learningRate * decay * parameter} is added to
 * the update of some elements, and has no part in the moments.
 *
 * <p>state: [m, v], each as long as the gradients. A step that was skipped counts in t.
 */
public record Adam(double beta1, double beta2, double epsilon, WeightDecay decay, long count)
    implements Optimizer {
  /** Adam for that many parameters. */
  public static Adam withoutDecay(double beta1, double beta2, double epsilon, long count) {
    return new Adam(beta1, beta2, epsilon, WeightDecay.NONE, count);
  }

  @Override
  public long stateLength() {
    return Math.multiplyExact(2, count);
  }

  @Override
  public void toUpdate(INDArray parameters, INDArray gradients, INDArray state, StepSize size) {
    VectorWindow gradient = VectorWindow.of("gradients", gradients, count);
    VectorWindow moments = VectorWindow.of("optimizer state", state, stateLength());
    WeightDecay.Windows decaying = decay.of(parameters);
    double[] g = new double[VectorWindow.LENGTH];
    double[] m = new double[VectorWindow.LENGTH];
    double[] v = new double[VectorWindow.LENGTH];
    for (long from = 0; from < count; from += VectorWindow.LENGTH) {
      int length = gradient.read(from, g);
      moments.read(from, m, length);
      moments.read(count + from, v, length);
      update(g, m, v, length, size);
      decaying.addTo(g, from, length, size.learningRate());
      gradient.write(from, g, length);
      moments.write(from, m, length);
      moments.write(count + from, v, length);
    }
  }

  private void update(double[] g, double[] m, double[] v, int length, StepSize size) {
    double rate = size.learningRate() / (1 - StrictMath.pow(beta1, (double) size.step()));
    double root = StrictMath.sqrt(1 - StrictMath.pow(beta2, (double) size.step()));
    double scale = size.gradientScale();
    for (int i = 0; i < length; i++) {
      double gradient = g[i] * scale;
      m[i] = beta1 * m[i] + (1 - beta1) * gradient;
      v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient;
      g[i] = rate * m[i] / (Math.sqrt(v[i]) / root + epsilon);
    }
  }
}
