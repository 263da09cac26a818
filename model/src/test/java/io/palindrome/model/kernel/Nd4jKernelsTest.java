package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class Nd4jKernelsTest {
  @Test
  void refusesTypesThatAreNoRealNumbers() {
    assertThatThrownBy(() -> new Nd4jKernels(DataType.BOOL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data type of kernels must be FLOAT or DOUBLE, but is BOOL");
  }

  @Test
  void refusesMatricesOfOtherKernels() {
    Kernels kernels = new Nd4jKernels(DataType.FLOAT);
    Matrix foreign = Matrix.of(new ReferenceKernels().allocate(4), 2, 2);
    assertThatThrownBy(() -> kernels.fill(foreign, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("matrix must be allocated by Nd4jKernels, but lies in ReferenceStorage");
  }

  @Test
  void writingAViewWritesTheStorageAndNothingElse() {
    Kernels kernels = new Nd4jKernels(DataType.FLOAT);
    Storage storage = kernels.allocate(20);
    storage.write(0, new double[20]);
    INDArray view = Nd4jStorage.view(new Matrix(storage, 3, 2, 2, 7));
    view.assign(1).addi(view);
    double[] expected = new double[20];
    expected[3] = expected[4] = expected[10] = expected[11] = 2;
    assertThat(storage.read(0, 20)).isEqualTo(expected);
    storage.close();
  }

  /** Scores of a long sequence never exist all at once. */
  @Test
  void groupsOfChunksHoldAtMostAQuarterOfAMillionScores() {
    for (int chunkLength : new int[] {1, 64, 100, 512, 4096}) {
      ChunkAttention spec =
          new ChunkAttention(
              chunkLength,
              new Reach.Neighbours(1, 0),
              2,
              true,
              KeyKind.SHARED,
              null,
              HashRules.PLAIN,
              Dropout.NONE);
      int length = 40 * chunkLength;
      int entries = 0;
      for (Nd4jGroup group : Nd4jGroup.of(spec, length)) {
        assertThat(group.rows() * group.windowLength()).isLessThanOrEqualTo(1 << 18);
        assertThat(group.firstEntry()).isEqualTo(entries);
        entries += group.rows();
      }
      assertThat(entries).isEqualTo(2 * length);
    }
  }
}
