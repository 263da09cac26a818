package io.palindrome.model.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Plain stochastic gradient descent: {@code update = learningRate * gradient}. */
public record Sgd() implements Optimizer {
  @Override
  public long stateLength() {
    return 0;
  }

  @Override
  public void toUpdate(INDArray parameters, INDArray gradients, INDArray state, StepSize size) {
    VectorWindow window = new VectorWindow(gradients);
    double factor = size.learningRate() * size.gradientScale();
    double[] g = new double[VectorWindow.LENGTH];
    for (long from = 0; from < window.length(); from += VectorWindow.LENGTH) {
      int count = window.read(from, g);
      for (int i = 0; i < count; i++) {
        g[i] *= factor;
      }
      window.write(from, g, count);
    }
  }
}
