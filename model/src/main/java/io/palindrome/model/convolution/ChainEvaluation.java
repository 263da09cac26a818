package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain at one point. Keeps of every transform's input and output what its backward pass reads,
 * and the chain's output until {@link #giveBackOutput}.
 */
public final class ChainEvaluation implements AutoCloseable {
  private final Chain chain;
  private final Pass pass;
  private final List<Applied> applied = new ArrayList<>();

  /** Input, then every transform's output; null where it was given back. */
  private final List<Matrix> points = new ArrayList<>();

  /** Shapes of the points as [rows, columns]: gradients have them too. */
  private final List<int[]> shapes = new ArrayList<>();

  ChainEvaluation(Chain chain, Matrix x, Statistics statistics, Pass pass) {
    this.chain = chain;
    this.pass = pass;
    int images = x.rows() / chain.input().pixels();
    ImageShape shape = chain.input();
    points.add(x);
    shapes.add(new int[] {x.rows(), x.columns()});
    for (int i = 0; i < chain.transforms().size(); i++) {
      Transform transform = chain.transforms().get(i);
      shape = transform.output(shape);
      int[] size = {images * shape.pixels(), shape.channels()};
      Matrix y = pass.arena().take(Purpose.ACTIVATIONS, size[0], size[1]);
      applied.add(transform.apply(points.get(i), y, statistics, pass));
      points.add(y);
      shapes.add(size);
      if (!isRead(i)) {
        giveBack(i);
      }
    }
  }

  /** Whether the backward pass reads point i; the chain's input belongs to the caller. */
  private boolean isRead(int i) {
    boolean asOutput = i > 0 && chain.transforms().get(i - 1).needsOutput();
    boolean asInput = i < applied.size() && chain.transforms().get(i).needsInput();
    return i == 0 || asOutput || asInput;
  }

  private void giveBack(int i) {
    pass.arena().giveBack(points.get(i));
    points.set(i, null);
  }

  private int last() {
    return points.size() - 1;
  }

  /** What came out. */
  public Matrix output() {
    return points.get(last());
  }

  /** What came out, which is the caller's from now on: the backward pass must not need it. */
  Matrix releaseOutput() {
    Matrix released = output();
    points.set(last(), null);
    return released;
  }

  /** Gives the output back, where the backward pass does not read it. */
  public void giveBackOutput() {
    if (!isRead(last())) {
      giveBack(last());
    }
  }

  /**
   * Adds dL/dx to gradX, and parameter gradients, from gradOutput. Once only.
   *
   * @param gradOutput stays unchanged
   */
  public void backward(Matrix gradOutput, Matrix gradX, Gradients into) {
    Arena arena = pass.arena();
    Matrix grad = gradOutput;
    for (int i = applied.size() - 1; i >= 0; i--) {
      Matrix next = arena.take(shapes.get(i)[0], shapes.get(i)[1]);
      applied.get(i).backward(grad, next, into);
      if (i < applied.size() - 1) {
        arena.giveBack(grad);
      }
      grad = next;
    }
    pass.kernels().add(1, grad, gradX);
    arena.giveBack(grad);
  }

  @Override
  public void close() {
    applied.forEach(Applied::close);
    applied.clear();
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i) != null) {
        giveBack(i);
      }
    }
  }
}
