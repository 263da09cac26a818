package io.palindrome.model.kernel;

/** Which chunks the queries of a chunk see. */
public sealed interface Reach {
  /** Chunks of the window of chunk {@code chunk}, of {@code chunks} in all. */
  Neighbours window(int chunk, int chunks, boolean causal);

  /**
   * The chunks around its own, modulo the number of chunks.
   *
   * @param before chunks before it
   * @param after chunks after it
   */
  record Neighbours(int before, int after) implements Reach {
    @Override
    public Neighbours window(int chunk, int chunks, boolean causal) {
      return this;
    }

    /** Chunks of the window, its own included. */
    public int chunks() {
      return before + 1 + after;
    }
  }

  /**
   * All chunks of one sequence in its natural order. In a causal attention those that lie wholly in
   * the future are no part of the window, so that half of the work is not done.
   */
  record Everything() implements Reach {
    @Override
    public Neighbours window(int chunk, int chunks, boolean causal) {
      return new Neighbours(chunk, causal ? 0 : chunks - 1 - chunk);
    }
  }
}
