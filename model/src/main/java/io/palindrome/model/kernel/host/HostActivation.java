package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import io.palindrome.conf.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The activation functions over one row of floats. */
final class HostActivation {
  private static final float TANH_SCALE = (float) Math.sqrt(2 / Math.PI);
  private static final float TANH_CUBIC = 0.044715f;
  private static final int SIGN = Integer.SIZE - 1;
  private static final float LINEAR_PART = 3 * TANH_CUBIC;

  private HostActivation() {}

  /**
   * a = activation(h); a may be h.
   *
   * @param scratch at least {@code count} floats
   */
  static void apply(
      Activation activation, float[] h, int hAt, float[] a, int aAt, int count, float[] scratch) {
    int whole = Lanes.roundDown(count);
    switch (activation) {
      case RELU -> relu(h, hAt, a, aAt, whole);
      case SILU -> silu(h, hAt, a, aAt, whole, scratch);
      case GELU_NEW -> geluNew(h, hAt, a, aAt, whole, scratch);
      case GELU -> gelu(h, hAt, a, aAt, whole);
    }
    for (int j = whole; j < count; j++) {
      a[aAt + j] = value(activation, h[hAt + j]);
    }
  }

  /** h += bias, a = max(h, 0), in one go over both. */
  static void biasedRelu(
      float[] bias, int biasAt, float[] h, int hAt, float[] a, int aAt, int count) {
    int whole = Lanes.roundDown(count);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector sum =
          FloatVector.fromArray(SPECIES, h, hAt + j)
              .add(FloatVector.fromArray(SPECIES, bias, biasAt + j));
      sum.intoArray(h, hAt + j);
      sum.max(0f).intoArray(a, aAt + j);
    }
    for (int j = whole; j < count; j++) {
      h[hAt + j] += bias[biasAt + j];
      a[aAt + j] = Math.max(h[hAt + j], 0f);
    }
  }

  private static void relu(float[] h, int hAt, float[] a, int aAt, int count) {
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector.fromArray(SPECIES, h, hAt + j).max(0f).intoArray(a, aAt + j);
    }
  }

  /** x / (1 + exp(-x)). */
  private static void silu(float[] h, int hAt, float[] a, int aAt, int count, float[] scratch) {
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector.fromArray(SPECIES, h, hAt + j).neg().intoArray(scratch, j);
    }
    divideByOnePlusExp(h, hAt, a, aAt, count, scratch);
  }

  /** 0.5 x (1 + tanh(u)) = x / (1 + exp(-2u)), u = sqrt(2/pi) (x + 0.044715 x^3). */
  private static void geluNew(float[] h, int hAt, float[] a, int aAt, int count, float[] scratch) {
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector x = FloatVector.fromArray(SPECIES, h, hAt + j);
      FloatVector u = x.mul(x).mul(TANH_CUBIC).add(1f).mul(x).mul(TANH_SCALE);
      u.mul(-2f).intoArray(scratch, j);
    }
    divideByOnePlusExp(h, hAt, a, aAt, count, scratch);
  }

  /** a = h / (1 + exp(u)). */
  private static void divideByOnePlusExp(
      float[] h, int hAt, float[] a, int aAt, int count, float[] u) {
    VectorExp.exponentiate(u, 0, count);
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector.fromArray(SPECIES, h, hAt + j)
          .div(FloatVector.fromArray(SPECIES, u, j).add(1f))
          .intoArray(a, aAt + j);
    }
  }

  private static void gelu(float[] h, int hAt, float[] a, int aAt, int count) {
    for (int j = 0; j < count; j++) {
      a[aAt + j] = value(Activation.GELU, h[hAt + j]);
    }
  }

  private static float value(Activation activation, float x) {
    return switch (activation) {
      case RELU -> Math.max(x, 0f);
      case SILU -> (float) (x / (1 + Math.exp(-x)));
      case GELU_NEW -> (float) (x / (1 + Math.exp(-2 * tanhArgument(x))));
      case GELU -> (float) (x * NormalTable.cumulative(x));
    };
  }

  private static double tanhArgument(double x) {
    return TANH_SCALE * (x + TANH_CUBIC * x * x * x);
  }

  /** grad *= activation'(h). */
  static void multiplyDerivative(
      Activation activation, float[] h, int hAt, float[] grad, int gradAt, int count) {
    if (activation == Activation.RELU) {
      reluGradient(h, hAt, grad, gradAt, count);
      return;
    }
    for (int j = 0; j < count; j++) {
      grad[gradAt + j] *= (float) derivative(activation, h[hAt + j]);
    }
  }

  /** Keeps grad where h, read as an integer, is above 0: the same as for the float, but for NaN. */
  private static void reluGradient(float[] h, int hAt, float[] grad, int gradAt, int count) {
    int whole = Lanes.roundDown(count);
    for (int j = 0; j < whole; j += LENGTH) {
      IntVector bits = FloatVector.fromArray(SPECIES, h, hAt + j).reinterpretAsInts();
      IntVector above = bits.neg().and(bits.not()).lanewise(VectorOperators.ASHR, SIGN);
      FloatVector.fromArray(SPECIES, grad, gradAt + j)
          .reinterpretAsInts()
          .and(above)
          .reinterpretAsFloats()
          .intoArray(grad, gradAt + j);
    }
    for (int j = whole; j < count; j++) {
      grad[gradAt + j] = h[hAt + j] > 0 ? grad[gradAt + j] : 0;
    }
  }

  private static double derivative(Activation activation, double x) {
    return switch (activation) {
      case RELU -> x > 0 ? 1 : 0;
      case SILU -> {
        double sigmoid = 1 / (1 + Math.exp(-x));
        yield sigmoid * (1 + x * (1 - sigmoid));
      }
      case GELU_NEW -> {
        double gate = 1 / (1 + Math.exp(-2 * tanhArgument(x)));
        double inner = TANH_SCALE * (1 + LINEAR_PART * x * x);
        yield gate + 2 * x * gate * (1 - gate) * inner;
      }
      case GELU -> NormalTable.cumulative(x) + x * NormalTable.density(x);
    };
  }
}
