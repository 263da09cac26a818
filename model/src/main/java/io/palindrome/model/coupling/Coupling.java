package io.palindrome.model.coupling;

import io.palindrome.model.kernel.ElementFunction;
import io.palindrome.model.kernel.ElementFunction.Kind;
import java.util.Optional;

/** What a conditioner's output does to the target: scale it, shift it, or both. */
public sealed interface Coupling {
  /** What an element is multiplied by, and the logarithm of its magnitude, as functions of r. */
  record Factor(ElementFunction value, ElementFunction logarithm) {}

  /** The factor; empty where the coupling only shifts. */
  Optional<Factor> factor();

  /** Whether something is added after scaling. */
  boolean shifts();

  /** Columns of the conditioner's output for each column of the target: r, t, or r and then t. */
  default int outputs() {
    return (factor().isPresent() ? 1 : 0) + (shifts() ? 1 : 0);
  }

  /** {@code y = x + t} (Dinh et al. 2014, arXiv:1410.8516): keeps volumes. */
  record Additive() implements Coupling {
    @Override
    public Optional<Factor> factor() {
      return Optional.empty();
    }

    @Override
    public boolean shifts() {
      return true;
    }
  }

  /**
   * {@code y = x * exp(s) + t} with {@code s = bound * tanh(r / bound)} (Dinh et al. 2017,
   * arXiv:1605.08803, equation 7): the factor lies between exp(-bound) and exp(bound).
   */
  record Affine(double bound) implements Coupling {
    @Override
    public Optional<Factor> factor() {
      return Optional.of(
          new Factor(Kind.BOUNDED_EXPONENTIAL.with(bound), Kind.BOUNDED.with(bound)));
    }

    @Override
    public boolean shifts() {
      return true;
    }
  }

  /**
   * {@code y = x * m} with {@code m = sign(r) * max(|r|, floor)}: the safeguard keeps the division
   * that undoes it away from 0. Where it holds, r gets no gradient.
   */
  record Multiplicative(double floor) implements Coupling {
    @Override
    public Optional<Factor> factor() {
      return Optional.of(
          new Factor(Kind.AWAY_FROM_ZERO.with(floor), Kind.LOG_AWAY_FROM_ZERO.with(floor)));
    }

    @Override
    public boolean shifts() {
      return false;
    }
  }
}
