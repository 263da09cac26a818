package io.palindrome.jobs.averaging.mean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class SliceMeanTest {
  private static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static byte[] doubles(double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.nativeOrder());
    buffer.asDoubleBuffer().put(values);
    return buffer.array();
  }

  @Test
  void weighsByTokens() {
    byte[] mean =
        SliceMean.of(
            List.of(new WorkerSlice(0, 30, floats(1, 8)), new WorkerSlice(1, 10, floats(5, 0))),
            DataType.FLOAT);
    assertThat(mean).isEqualTo(floats(2, 6));
  }

  @Test
  void sumsInTheOrderOfTheWorkersHoweverTheyArrive() {
    WorkerSlice first = new WorkerSlice(0, 1, doubles(1e16));
    WorkerSlice second = new WorkerSlice(1, 1, doubles(1));
    WorkerSlice third = new WorkerSlice(2, 1, doubles(-1e16));
    byte[] inOrder = SliceMean.of(List.of(first, second, third), DataType.DOUBLE);
    assertThat(SliceMean.of(List.of(third, second, first), DataType.DOUBLE)).isEqualTo(inOrder);
    assertThat(inOrder).isEqualTo(doubles((1e16 + 1 - 1e16) / 3));
  }

  @Test
  void equalTokensGiveThePlainMeanToTheBit() {
    float a = 0.1f;
    float b = 1e-9f;
    byte[] mean =
        SliceMean.of(
            List.of(new WorkerSlice(0, 63, floats(a)), new WorkerSlice(1, 63, floats(b))),
            DataType.FLOAT);
    assertThat(mean).isEqualTo(floats((float) (((double) a + b) / 2)));
  }

  @Test
  void aSingleWorkerKeepsItsBits() {
    byte[] bytes = doubles(0.1, -0.0, Double.MIN_VALUE, 1e300);
    assertThat(SliceMean.of(List.of(new WorkerSlice(0, 12_345, bytes)), DataType.DOUBLE))
        .isEqualTo(doubles(0.1, 0.0, Double.MIN_VALUE, 1e300));
  }

  @Test
  void aWorkerWithoutTokensHasNoWeight() {
    byte[] mean =
        SliceMean.of(
            List.of(new WorkerSlice(0, 0, floats(9)), new WorkerSlice(1, 5, floats(2))),
            DataType.FLOAT);
    assertThat(mean).isEqualTo(floats(2));
  }

  @Test
  void rejectsARoundWithoutTokens() {
    assertThatThrownBy(
            () -> SliceMean.of(List.of(new WorkerSlice(0, 0, floats(9))), DataType.FLOAT))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot average 1 workers: none of them had a token to learn from; check the labels of"
                + " the dataset");
  }
}
