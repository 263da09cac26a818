package io.palindrome.model.reversible;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.List;

/**
 * How exactly a stack of blocks rebuilds its input from its output.
 *
 * @param largest largest absolute difference from the input; NaN once a stream is not finite
 * @param rootMeanSquare of the differences
 * @param inputScale root mean square of the input, to which both errors are to be compared
 */
public record Reconstruction(double largest, double rootMeanSquare, double inputScale) {
  /**
   * Runs forward through all blocks and back, as a reversible training step does.
   *
   * @param x the input; afterwards the rebuilt one
   * @param gradients somewhere for the parameter gradients of the way back
   */
  public static Reconstruction of(
      List<ReversibleBlock> blocks, Streams x, Gradients gradients, Pass pass) {
    double[] before1 = x.x1().toArray();
    double[] before2 = x.x2().toArray();
    try (Tape tape = new Reversible().forward(blocks, x, pass)) {
      Streams grad = new Streams(zerosLike(x.x1(), pass), zerosLike(x.x2(), pass));
      tape.backward(grad, gradients);
      grad.giveBack(pass.arena());
    }
    Sum sum = new Sum();
    sum.add(before1, x.x1().toArray());
    sum.add(before2, x.x2().toArray());
    return sum.reconstruction();
  }

  /** The largest difference as a fraction of the input's scale. */
  public double relativeLargest() {
    return largest / inputScale;
  }

  /** The differences' root mean square as a fraction of the input's scale. */
  public double relativeRootMeanSquare() {
    return rootMeanSquare / inputScale;
  }

  private static Matrix zerosLike(Matrix stream, Pass pass) {
    Arena arena = pass.arena();
    return arena.takeZeros(stream.rows(), stream.columns());
  }

  private static final class Sum {
    private long count;
    private double largest;
    private double errors;
    private double inputs;

    void add(double[] before, double[] after) {
      for (int i = 0; i < before.length; i++) {
        double difference = after[i] - before[i];
        largest = Math.max(largest, Math.abs(difference)); // NaN stays NaN
        errors += difference * difference;
        inputs += before[i] * before[i];
      }
      count += before.length;
    }

    Reconstruction reconstruction() {
      return new Reconstruction(largest, Math.sqrt(errors / count), Math.sqrt(inputs / count));
    }
  }
}
