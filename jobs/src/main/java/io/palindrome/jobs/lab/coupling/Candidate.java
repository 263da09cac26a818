package io.palindrome.jobs.lab.coupling;

import io.palindrome.model.coupling.Coupling;
import java.util.List;

/**
 * A coupling under test, and how its conditioners start.
 *
 * @param outputBias the conditioner's output where it sees nothing
 * @param variation deviation, about, of the output around it
 */
record Candidate(String name, Coupling coupling, double outputBias, double variation) {
  static final double FLOOR = 0.1;
  private static final double NO_FLOOR = 1e-30;
  private static final double GENTLE = 0.02;
  private static final double NEAR_ZERO = 0.25;

  static final Candidate ADDITIVE = new Candidate("additive", new Coupling.Additive(), 0, GENTLE);
  static final Candidate AFFINE = new Candidate("affine", new Coupling.Affine(2), 0, GENTLE);
  static final Candidate MULTIPLICATIVE =
      new Candidate("multiplicative, about 1", new Coupling.Multiplicative(FLOOR), 1, GENTLE);
  static final Candidate GUARDED =
      new Candidate(
          "multiplicative, about 1/4", new Coupling.Multiplicative(FLOOR), NEAR_ZERO, NEAR_ZERO);
  static final Candidate UNGUARDED =
      new Candidate(
          "the same, no safeguard", new Coupling.Multiplicative(NO_FLOOR), NEAR_ZERO, NEAR_ZERO);

  static List<Candidate> all() {
    return List.of(ADDITIVE, AFFINE, MULTIPLICATIVE, GUARDED, UNGUARDED);
  }
}
