package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts that are decoded together must not change each other's bits. */
class FewRowsTest {
  private static final int ROWS = 4;
  private static final int DEPTH = 300;
  private static final int COLUMNS = 1030;

  private static Matrix random(Kernels kernels, long seed, int rows, int columns) {
    Storage storage = kernels.allocate((long) rows * columns);
    storage.write(0, TinyNetwork.normals(seed, rows * columns, 1));
    return Matrix.of(storage, rows, columns);
  }

  @ParameterizedTest
  @EnumSource(Transpose.class)
  void aRowOfAProductDoesNotDependOnTheOthers(Transpose op) {
    try (Kernels kernels = new HostKernels(2)) {
      Matrix a = random(kernels, 1, ROWS, DEPTH);
      Matrix b =
          op == Transpose.NONE
              ? random(kernels, 2, DEPTH, COLUMNS)
              : random(kernels, 2, COLUMNS, DEPTH);
      Matrix together = random(kernels, 3, ROWS, COLUMNS);
      Matrix alone = random(kernels, 3, ROWS, COLUMNS);
      kernels.multiply(1, a, Transpose.NONE, b, op, 1, together);
      for (int row = 0; row < ROWS; row++) {
        kernels.multiply(1, a.rowRange(row, 1), Transpose.NONE, b, op, 1, alone.rowRange(row, 1));
      }
      assertThat(Arrays.equals(together.toArray(), alone.toArray())).isTrue();
      kernels.multiply(1, a, Transpose.NONE, b, op, 1, together);
      assertThat(Arrays.equals(together.toArray(), alone.toArray())).isFalse();
    }
  }
}
