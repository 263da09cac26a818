package io.palindrome.model.optimizer;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The L2 norm of all gradients together, and what clipping by it does (Pascanu et al. 2013). */
public final class GradientNorm {
  private GradientNorm() {}

  /** Square root of the sum of squares, summed in float64 in the order of the vector. */
  public static double of(INDArray gradients) {
    VectorWindow window = new VectorWindow(gradients);
    double[] g = new double[VectorWindow.LENGTH];
    double sum = 0;
    for (long from = 0; from < window.length(); from += VectorWindow.LENGTH) {
      int count = window.read(from, g);
      for (int i = 0; i < count; i++) {
        sum += g[i] * g[i];
      }
    }
    return Math.sqrt(sum);
  }

  /** The same of gradients in the memory of kernels. */
  public static double of(Storage gradients, Kernels kernels) {
    Matrix all = KernelState.run(gradients, 0, gradients.length());
    return Math.sqrt(kernels.sumOfSquares(all));
  }

  /**
   * Factor that brings gradients of that norm down to at most clipNorm; a clipNorm of 0 is none.
   */
  public static double clipScale(double norm, double clipNorm) {
    return clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
  }
}
