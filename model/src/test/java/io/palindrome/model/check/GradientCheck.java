package io.palindrome.model.check;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import java.util.List;

/**
 * Holds a gradient to central differences, in float64: float32 has too few digits to tell a wrong
 * gradient from rounding. The function must be smooth (SiLU, not ReLU, whose kinks a difference may
 * straddle), and everything random or discontinuous in it decided once.
 */
public final class GradientCheck {
  private static final double STEP = 1e-5;
  private static final int MOST_ELEMENTS = 600;

  /** Something that the loss depends on, and dL/d of it, both of one shape and dense. */
  public record Variable(String name, Matrix value, Matrix gradient) {}

  /** A loss with its gradient. */
  public interface Differentiable {
    List<Variable> variables();

    /** The loss at the variables' values. */
    double loss();

    /** Writes every variable's gradient, at the variables' values. */
    void differentiate();
  }

  private GradientCheck() {}

  /**
   * The worst difference between a gradient and its central difference, relative to the largest of
   * its variable's gradient; of large variables, elements evenly spread.
   */
  public static double worstError(Kernels kernels, Differentiable function) {
    Check.that(
        kernels.elementBytes() == Double.BYTES,
        "kernels of a gradient check must be float64, but have %d bytes an element",
        kernels.elementBytes());
    function.differentiate();
    List<double[]> gradients =
        function.variables().stream().map(variable -> variable.gradient().toArray()).toList();
    double worst = 0;
    for (int v = 0; v < gradients.size(); v++) {
      Matrix value = function.variables().get(v).value();
      worst = Math.max(worst, worstError(function, value, gradients.get(v)));
    }
    return worst;
  }

  private static double worstError(Differentiable function, Matrix value, double[] gradient) {
    double largest = 1e-3;
    for (double element : gradient) {
      largest = Math.max(largest, Math.abs(element));
    }
    double worst = 0;
    int every = (gradient.length + MOST_ELEMENTS - 1) / MOST_ELEMENTS;
    for (int i = 0; i < gradient.length; i += every) {
      double before = value.storage().read(value.offset() + i, 1)[0];
      double above = lossAt(function, value, i, before + STEP);
      double below = lossAt(function, value, i, before - STEP);
      value.storage().write(value.offset() + i, before);
      double difference = (above - below) / (2 * STEP);
      worst = Math.max(worst, Math.abs(difference - gradient[i]) / largest);
    }
    return worst;
  }

  private static double lossAt(Differentiable function, Matrix value, int element, double moved) {
    value.storage().write(value.offset() + element, moved);
    return function.loss();
  }

  /** The same loss with the gradient of its last variable turned round: a check must catch it. */
  public static Differentiable negated(Differentiable function) {
    return new Differentiable() {
      @Override
      public List<Variable> variables() {
        return function.variables();
      }

      @Override
      public double loss() {
        return function.loss();
      }

      @Override
      public void differentiate() {
        function.differentiate();
        Variable last = variables().get(variables().size() - 1);
        double[] gradient = last.gradient().toArray();
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] = -gradient[i];
        }
        last.gradient().storage().write(last.gradient().offset(), gradient);
      }
    };
  }

  /** Sum of all products of elements. */
  public static double dot(Matrix a, Matrix b) {
    double[] left = a.toArray();
    double[] right = b.toArray();
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
