package io.palindrome.model.coupling;

import io.palindrome.model.kernel.ElementFunction;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Pass;

/**
 * Who asks by how much a coupling stretches its target: a flow, whose likelihood has the
 * log-determinant in it (Dinh et al. 2017, equation 3), or nobody.
 *
 * <p>A coupling's Jacobian is triangular, so the logarithm of its determinant is the sum of the
 * logarithms of the factors of its elements.
 */
public sealed interface Volume permits LogDeterminant, Volume.Ignored {
  /** Nobody asks: nothing is computed. */
  Volume IGNORED = new Ignored();

  /**
   * Counts the factors of the rows from first on; REVERSE takes away what FORWARD counted.
   *
   * @param logFactor the logarithm of an element's factor, as a function of raw
   */
  void count(Direction direction, ElementFunction logFactor, Matrix raw, int first, Pass pass);

  /** Adds to gradRaw what the loss owes to the volume. */
  void addGradient(ElementFunction logFactor, Matrix raw, Matrix gradRaw, int first, Pass pass);

  /** The volume of networks that are no flows. */
  record Ignored() implements Volume {
    @Override
    public void count(
        Direction direction, ElementFunction logFactor, Matrix raw, int first, Pass pass) {}

    @Override
    public void addGradient(
        ElementFunction logFactor, Matrix raw, Matrix gradRaw, int first, Pass pass) {}
  }
}
