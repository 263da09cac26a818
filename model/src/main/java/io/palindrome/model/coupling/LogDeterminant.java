package io.palindrome.model.coupling;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.ElementFunction;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Pass;

/**
 * The log-determinant of every row's Jacobian, and dL/d of it. Read the sums after the forward
 * pass: a reversal brings them back to what they were, a recomputation counts its blocks again.
 *
 * @param sums [rows, 1], filled by the caller with what they start from
 * @param gradient [rows, 1], written by the caller before the backward pass
 */
public record LogDeterminant(Matrix sums, Matrix gradient) implements Volume {
  @Override
  public void count(
      Direction direction, ElementFunction logFactor, Matrix raw, int first, Pass pass) {
    Arena arena = pass.arena();
    Kernels kernels = pass.kernels();
    Matrix logs = arena.take(raw.rows(), raw.columns());
    Matrix ones = ones(raw.columns(), pass);
    kernels.map(logFactor, raw, logs);
    Matrix into = sums.rowRange(first, raw.rows());
    kernels.multiply(direction.sign(), logs, Transpose.NONE, ones, Transpose.TRANSPOSED, 1, into);
    arena.giveBack(ones);
    arena.giveBack(logs);
  }

  @Override
  public void addGradient(
      ElementFunction logFactor, Matrix raw, Matrix gradRaw, int first, Pass pass) {
    Arena arena = pass.arena();
    Kernels kernels = pass.kernels();
    Matrix spread = arena.take(raw.rows(), raw.columns());
    Matrix ones = ones(raw.columns(), pass);
    Matrix of = gradient.rowRange(first, raw.rows());
    kernels.multiply(1, of, Transpose.NONE, ones, Transpose.NONE, 0, spread);
    kernels.mapGradient(logFactor, raw, spread);
    kernels.add(1, spread, gradRaw);
    arena.giveBack(ones);
    arena.giveBack(spread);
  }

  private static Matrix ones(int columns, Pass pass) {
    Matrix ones = pass.arena().take(1, columns);
    pass.kernels().fill(ones, 1);
    return ones;
  }
}
