package io.palindrome.model.coupling;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.ElementFunction;
import io.palindrome.model.kernel.ElementFunction.Kind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Layer;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;

/**
 * A bijection of every element of the target, where an additive network would have a ReLU, which
 * forgets the negative half. It looks at no input x: {@code new ReversibleBlock(activation,
 * activation)} is an activation of both streams.
 *
 * @param inverse undoes function
 * @param logSlope logarithm of the slope of function, for flows
 */
public record InvertibleActivation(
    ElementFunction function, ElementFunction inverse, ElementFunction logSlope, Volume volume)
    implements Branch, Layer {

  /** x where x is at least 0, else slope * x. */
  public static InvertibleActivation leaky(double slope, Volume volume) {
    checkSlope(slope);
    return new InvertibleActivation(
        Kind.LEAKY.with(slope),
        Kind.LEAKY.with(1 / slope),
        Kind.LOG_SLOPE_OF_LEAKY.with(slope),
        volume);
  }

  /** A smooth curve through 0 whose slope goes from {@code slope} on the left to 1 on the right. */
  public static InvertibleActivation smooth(double slope, Volume volume) {
    checkSlope(slope);
    return new InvertibleActivation(
        Kind.SMOOTH_LEAKY.with(slope),
        Kind.INVERSE_SMOOTH_LEAKY.with(slope),
        Kind.LOG_SLOPE_OF_SMOOTH_LEAKY.with(slope),
        volume);
  }

  private static void checkSlope(double slope) {
    Check.that(
        slope > 0 && slope <= 1,
        "slope of an invertible activation must be above 0 and at most 1, but is %s",
        slope);
  }

  @Override
  public int parts(Pass pass) {
    return 1;
  }

  @Override
  public Decided decide(int part, Matrix x, Matrix target, Direction direction, Pass pass) {
    return new Decided(this, evaluate(x, target, direction, pass));
  }

  @Override
  public Evaluation evaluate(Matrix x, Matrix target, Direction direction, Pass pass) {
    Matrix before = pass.arena().take(Purpose.ACTIVATIONS, target.rows(), target.columns());
    if (direction == Direction.REVERSE) {
      pass.kernels().map(inverse, target, target);
    }
    pass.kernels().copy(target, before);
    if (direction == Direction.FORWARD) {
      pass.kernels().map(function, target, target);
    }
    volume.count(direction, logSlope, before, 0, pass);
    return new Activated(this, before, pass);
  }

  /** Keeps the target before the activation, [rows, width]. */
  private record Activated(InvertibleActivation layer, Matrix before, Pass pass)
      implements Evaluation {
    /** dL/d before = function'(before) * dL/d after, and what the volume adds. */
    @Override
    public void backward(Matrix gradTarget, Matrix gradX, Gradients into) {
      pass.kernels().mapGradient(layer.function, before, gradTarget);
      layer.volume.addGradient(layer.logSlope, before, gradTarget, 0, pass);
    }

    @Override
    public void close() {
      pass.arena().giveBack(before);
    }
  }
}
