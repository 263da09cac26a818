package io.palindrome.model.layer;

/** Shape of the random rotations of one LSH layer: [heads, dHead, rounds, halves]. */
public record RotationShape(int heads, int dHead, int rounds, int halves) {
  /** Elements of one head, [dHead, rounds * halves]. */
  public int elementsPerHead() {
    return Math.multiplyExact(dHead, Math.multiplyExact(rounds, halves));
  }
}
