package io.palindrome.model.kernel;

/**
 * A frozen dropout mask (Srivastava et al. 2014): element (row, column) is multiplied by 0 or by 1
 * / (1 - p). The same mask always answers the same, so a recomputed layer is the same function.
 */
public interface Dropout {
  /** Keeps everything. */
  Dropout NONE =
      new Dropout() {
        @Override
        public double scale(long row, int column) {
          return 1;
        }

        @Override
        public Dropout fromRow(long first) {
          return this;
        }
      };

  /** The factor of element (row, column): 0 or 1 / (1 - p). */
  double scale(long row, int column);

  /** The same mask seen from row {@code first} on, for a window of the whole. */
  default Dropout fromRow(long first) {
    Dropout whole = this;
    return (row, column) -> whole.scale(first + row, column);
  }
}
