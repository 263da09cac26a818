package io.palindrome.model.kernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.model.kernel.NumberFormat;
import io.palindrome.model.kernel.Transpose;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bfloat16OperandTest {
  @BeforeAll
  static void needsCompiler() {
    assumeTrue(HostCompiler.isPresent(), HostCompiler.MISSING);
  }

  private static DeviceProduct product(long x, int stride, int rows, int columns, Transpose op) {
    boolean transposed = op == Transpose.TRANSPOSED;
    int m = transposed ? columns : rows;
    int k = transposed ? rows : columns;
    return new DeviceProduct(m, 1, k, 1, x, stride, op, x, 1, Transpose.NONE, 0, x, 1);
  }

  private static float[] numbers(int count) {
    Random random = new Random(5);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() * (float) Math.pow(2, random.nextInt(60) - 30);
    }
    values[0] = Float.NaN;
    values[count - 1] = Float.NEGATIVE_INFINITY;
    values[count / 2] = Float.intBitsToFloat(0x3F808000);
    values[count / 3] = Float.intBitsToFloat(0x3F818000);
    return values;
  }

  private static float upperHalf(int[] pairs, int at) {
    return Float.intBitsToFloat(at % 2 == 0 ? pairs[at / 2] << 16 : pairs[at / 2] & 0xFFFF0000);
  }

  @ParameterizedTest(name = "{0} x {1} of stride {2}, {3}")
  @CsvSource({
    "1, 1, 1, NONE",
    "5, 7, 9, NONE",
    "7, 5, 5, TRANSPOSED",
    "33, 8, 8, NONE",
    "3, 1030, 1031, NONE",
    "900, 3, 4, TRANSPOSED"
  })
  void roundsToNearestAndFillsRows(int rows, int columns, int stride, Transpose op) {
    try (HostDevice device = new HostDevice(HostModule.Order.BACKWARD);
        Bfloat16Operand operand = new Bfloat16Operand(device)) {
      float[] values = numbers(rows * stride);
      long x = device.allocate((long) values.length * Float.BYTES);
      device.write(x, values);
      operand.takeA(product(x, stride, rows, columns, op));
      assertThat(operand.stride() % 8).isZero();
      assertThat(operand.stride()).isBetween(columns, columns + 7);
      int[] pairs = new int[rows * operand.stride() / 2];
      device.read(operand.address(), pairs);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < operand.stride(); j++) {
          int at = i * operand.stride() + j;
          float actual = upperHalf(pairs, at);
          double exact = j < columns ? values[i * stride + j] : 0;
          assertThat((double) actual).isEqualTo(Double.valueOf(NumberFormat.BFLOAT16.round(exact)));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"TRANSPOSED, 11, 3", "NONE, 3, 11"})
  void takesTheShapeOfB(Transpose op, int rows, int columns) {
    try (HostDevice device = new HostDevice(HostModule.Order.FORWARD);
        Bfloat16Operand operand = new Bfloat16Operand(device)) {
      long x = device.allocate(33 * Float.BYTES);
      float[] values = numbers(33);
      device.write(x, values);
      operand.takeB(new DeviceProduct(2, 11, 3, 1, x, 3, Transpose.NONE, x, columns, op, 0, x, 11));
      int[] pairs = new int[rows * operand.stride() / 2];
      device.read(operand.address(), pairs);
      int at = (rows - 1) * operand.stride() + columns - 2;
      float actual = upperHalf(pairs, at);
      assertThat((double) actual).isEqualTo(NumberFormat.BFLOAT16.round(values[31]));
    }
  }
}
