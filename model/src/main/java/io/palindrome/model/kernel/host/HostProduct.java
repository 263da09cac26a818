package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;

/** A way to multiply matrices of {@link HostStorage}. */
interface HostProduct {
  /** c = beta * c + alpha * op(a) op(b). */
  default void multiply(
      float alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, float beta, Matrix c) {
    multiply(alpha, a, opA, b, opB, beta, c, WholeRows.NOTHING);
  }

  /**
   * c = beta * c + alpha * op(a) op(b).
   *
   * @param then is told once of every row of c
   */
  void multiply(
      float alpha,
      Matrix a,
      Transpose opA,
      Matrix b,
      Transpose opB,
      float beta,
      Matrix c,
      WholeRows then);
}
