package io.palindrome.model.coupling;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;

/**
 * Space to depth: every 2 by 2 square of pixels becomes one pixel of four times the channels (Dinh
 * et al. 2017, section 3.6). It halves height and width like pooling, but is a permutation: its
 * inverse loses nothing, needs nothing kept, and is its gradient too.
 *
 * <p>Row {@code (b * height + i) * width + j} of x is pixel (i, j) of image b; pixel (2i + p, 2j +
 * q) goes to pixel (i, j), channels from {@code (2p + q) * channels} on.
 *
 * @param height of x, even
 * @param width of x, even
 */
public record Squeeze(int height, int width) {
  private static final int SIDE = 2;

  public Squeeze {
    Check.that(
        height > 0 && width > 0 && height % SIDE == 0 && width % SIDE == 0,
        "height and width of a squeeze must be even and above 0, but are %d and %d",
        height,
        width);
  }

  private interface Move {
    void columnOfPixels(Matrix large, Matrix small);
  }

  /** y = x squeezed: [batch * height * width, channels] to [rows / 4, 4 * channels]. */
  public void forward(Matrix x, Matrix y, Kernels kernels) {
    forEachColumn(x, y, kernels::copy);
  }

  /** x = y spread out again; of a gradient, dL/dx from dL/dy. */
  public void inverse(Matrix y, Matrix x, Kernels kernels) {
    forEachColumn(x, y, (large, small) -> kernels.copy(small, large));
  }

  /** Pixels of one column and of every second row, of all images, lie equally far apart. */
  private void forEachColumn(Matrix x, Matrix y, Move move) {
    check(x, y);
    int channels = x.columns();
    for (int p = 0; p < SIDE; p++) {
      for (int j = 0; j < width; j++) {
        int q = j % SIDE;
        Matrix large = every(SIDE * width, p * width + j, x);
        Matrix small = every(width / SIDE, j / SIDE, y);
        move.columnOfPixels(large, small.columnRange((SIDE * p + q) * channels, channels));
      }
    }
  }

  /** Rows first, first + step, first + 2 * step and so on. */
  private static Matrix every(int step, int first, Matrix x) {
    return new Matrix(
        x.storage(),
        x.offset() + (long) first * x.stride(),
        x.rows() / step,
        x.columns(),
        Math.multiplyExact(step, x.stride()));
  }

  private void check(Matrix x, Matrix y) {
    Check.that(
        x.rows() % (height * width) == 0
            && y.rows() * SIDE * SIDE == x.rows()
            && y.columns() == x.columns() * SIDE * SIDE,
        "x and y of a squeeze must be [batch * %d, channels] and a quarter of the rows, four times the columns, but are [%d, %d] and [%d, %d]",
        height * width,
        x.rows(),
        x.columns(),
        y.rows(),
        y.columns());
  }
}
