package io.palindrome.model.kernel;

import io.palindrome.conf.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The formulas of {@link ActivationFunctions} on whole matrices; x is never changed. */
final class Nd4jActivation {
  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double INVERSE_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);
  private static final double TANH_CUBIC = 0.044715;

  private Nd4jActivation() {}

  /** The values at x, in the scratch. */
  static INDArray value(Activation activation, INDArray x, Nd4jScratch scratch) {
    return switch (activation) {
      case RELU -> Transforms.relu(scratch.copy(x), false);
      case GELU -> normalCumulative(x, scratch).muli(x);
      case GELU_NEW -> tanh(x, scratch).addi(1).muli(0.5).muli(x);
      case SILU -> Transforms.sigmoid(scratch.copy(x), false).muli(x);
    };
  }

  /** The derivatives at x, in the scratch; 0 at the kink of ReLU. */
  static INDArray derivative(Activation activation, INDArray x, Nd4jScratch scratch) {
    return switch (activation) {
      case RELU -> {
        INDArray positive = scratch.own(x.gt(0));
        yield scratch.take(x.rows(), x.columns()).assign(positive);
      }
      case GELU -> {
        INDArray density = scratch.own(x.mul(x)).muli(-0.5);
        Transforms.exp(density, false).muli(INVERSE_SQRT_TWO_PI).muli(x);
        yield normalCumulative(x, scratch).addi(density);
      }
      case GELU_NEW -> {
        INDArray t = tanh(x, scratch);
        INDArray inner = scratch.own(x.mul(x)).muli(3 * TANH_CUBIC).addi(1).muli(TANH_SCALE);
        INDArray slope = scratch.own(t.mul(t)).rsubi(1).muli(0.5).muli(x).muli(inner);
        yield t.addi(1).muli(0.5).addi(slope);
      }
      case SILU -> {
        INDArray sigmoid = Transforms.sigmoid(scratch.copy(x), false);
        INDArray rest = scratch.own(sigmoid.rsub(1)).muli(x).addi(1);
        yield sigmoid.muli(rest);
      }
    };
  }

  private static INDArray tanh(INDArray x, Nd4jScratch scratch) {
    INDArray inner = scratch.own(x.mul(x)).muli(TANH_CUBIC).addi(1).muli(TANH_SCALE).muli(x);
    return Transforms.tanh(inner, false);
  }

  /** P(Z <= x) of the standard normal distribution. */
  private static INDArray normalCumulative(INDArray x, Nd4jScratch scratch) {
    INDArray scaled = scratch.own(x.mul(SQRT_HALF));
    Nd4j.exec(new Erf(scaled, scaled));
    return scaled.addi(1).muli(0.5);
  }
}
