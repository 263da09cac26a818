package io.palindrome.model.coupling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.Storage;
import org.junit.jupiter.api.Test;

class SqueezeTest {
  private static final Kernels KERNELS = new ReferenceKernels();
  private static final int BATCH = 2;
  private static final int HEIGHT = 4;
  private static final int WIDTH = 6;
  private static final int CHANNELS = 3;

  /** A window whose elements say where they are. */
  private static Matrix numbered(int rows, int columns) {
    int stride = columns + 2;
    Storage storage = KERNELS.allocate((long) rows * stride + 1);
    double[] values = new double[(int) storage.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    storage.write(0, values);
    return new Matrix(storage, 1, rows, columns, stride);
  }

  private static double at(Matrix x, int row, int column) {
    return x.rowRange(row, 1).toArray()[column];
  }

  @Test
  void movesEveryPixelToItsPlace() {
    Matrix x = numbered(BATCH * HEIGHT * WIDTH, CHANNELS);
    Matrix y = numbered(BATCH * HEIGHT * WIDTH / 4, CHANNELS * 4);
    new Squeeze(HEIGHT, WIDTH).forward(x, y, KERNELS);
    for (int b = 0; b < BATCH; b++) {
      for (int i = 0; i < HEIGHT; i++) {
        for (int j = 0; j < WIDTH; j++) {
          for (int c = 0; c < CHANNELS; c++) {
            int small = (b * HEIGHT / 2 + i / 2) * (WIDTH / 2) + j / 2;
            int channel = (2 * (i % 2) + j % 2) * CHANNELS + c;
            assertThat(at(y, small, channel)).isEqualTo(at(x, (b * HEIGHT + i) * WIDTH + j, c));
          }
        }
      }
    }
  }

  @Test
  void inverseGivesTheBitsBackAndTouchesNothingElse() {
    Matrix x = numbered(BATCH * HEIGHT * WIDTH, CHANNELS);
    double[] before = x.storage().read(0, (int) x.storage().length());
    Matrix y = numbered(BATCH * HEIGHT * WIDTH / 4, CHANNELS * 4);
    Squeeze squeeze = new Squeeze(HEIGHT, WIDTH);
    squeeze.forward(x, y, KERNELS);
    KERNELS.fill(x, Double.NaN);
    squeeze.inverse(y, x, KERNELS);
    assertThat(x.storage().read(0, before.length)).isEqualTo(before);
  }

  @Test
  void rejectsOddSizesAndWrongShapes() {
    assertThatThrownBy(() -> new Squeeze(3, 4))
        .hasMessage("height and width of a squeeze must be even and above 0, but are 3 and 4");
    assertThatThrownBy(() -> new Squeeze(4, 4).forward(numbered(16, 3), numbered(4, 3), KERNELS))
        .hasMessage(
            "x and y of a squeeze must be [batch * 16, channels] and a quarter of the rows, four"
                + " times the columns, but are [16, 3] and [4, 3]");
  }
}
