package io.palindrome.jobs.averaging.mean;

import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;

/** The elements of a mean in their own type; sums are float64. */
sealed interface MeanElements {
  /**
   * Those of a type.
   *
   * @param count most elements of a call
   */
  static MeanElements of(DataType type, int count) {
    return type == DataType.DOUBLE ? new Doubles(new double[count]) : new Floats(new float[count]);
  }

  /** Adds weight times the elements [from, from + count) to sum [count]. */
  void add(double weight, ByteBuffer elements, int from, int count, double[] sum);

  /** Writes sum [count] over total to the elements [from, from + count). */
  void quotient(double[] sum, double total, ByteBuffer elements, int from, int count);

  /**
   * Elements of float32.
   *
   * @param values scratch
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Floats(float[] values) implements MeanElements {
    @Override
    public void add(double weight, ByteBuffer elements, int from, int count, double[] sum) {
      elements.asFloatBuffer().get(from, values, 0, count);
      for (int i = 0; i < count; i++) {
        sum[i] += weight * values[i];
      }
    }

    @Override
    public void quotient(double[] sum, double total, ByteBuffer elements, int from, int count) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) (sum[i] / total);
      }
      elements.asFloatBuffer().put(from, values, 0, count);
    }
  }

  /**
   * Elements of float64.
   *
   * @param values scratch
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Doubles(double[] values) implements MeanElements {
    @Override
    public void add(double weight, ByteBuffer elements, int from, int count, double[] sum) {
      elements.asDoubleBuffer().get(from, values, 0, count);
      for (int i = 0; i < count; i++) {
        sum[i] += weight * values[i];
      }
    }

    @Override
    public void quotient(double[] sum, double total, ByteBuffer elements, int from, int count) {
      for (int i = 0; i < count; i++) {
        values[i] = sum[i] / total;
      }
      elements.asDoubleBuffer().put(from, values, 0, count);
    }
  }
}
