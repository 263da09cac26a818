package io.palindrome.model.reversible;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Matrix;

/** The two residual streams of a reversible network, each [rows, width], or their gradients. */
public record Streams(Matrix x1, Matrix x2) {
  /** Gives both back. */
  public void giveBack(Arena arena) {
    arena.giveBack(x1);
    arena.giveBack(x2);
  }
}
