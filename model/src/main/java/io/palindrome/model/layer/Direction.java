package io.palindrome.model.layer;

/** Which way a coupling runs over its target. */
public enum Direction {
  /** The target goes in and the output comes out. */
  FORWARD(1),
  /** The output goes in and the target is rebuilt. */
  REVERSE(-1);

  private final double sign;

  Direction(double sign) {
    this.sign = sign;
  }

  /** The factor of what an additive coupling adds to its target. */
  public double sign() {
    return sign;
  }
}
