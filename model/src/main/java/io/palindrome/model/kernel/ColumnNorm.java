package io.palindrome.model.kernel;

/**
 * A normalization of columns over all rows: batch normalization where rows are the pixels of a
 * batch (Ioffe and Szegedy 2015).
 *
 * @param statistics [2, columns]: the mean of every column, then its variance
 */
public record ColumnNorm(Matrix statistics, NormParameters parameters) {
  /** Means, [1, columns]. */
  public Matrix mean() {
    return statistics.rowRange(0, 1);
  }

  /** Variances, [1, columns]. */
  public Matrix variance() {
    return statistics.rowRange(1, 1);
  }
}
