package io.palindrome.jobs.averaging.mean;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The weighted mean of one slice over all workers:
 *
 * <pre>mean[i] = sum over workers w, in their order, of weight(w) * x(w)[i] / sum of weights</pre>
 *
 * <p>Sums are float64; the quotient is rounded once. Weights are the workers' trained tokens
 * divided by their greatest common divisor, so that equal counts give the plain mean, and a single
 * worker its own bits. Where no worker trained on a token, all steps having been skipped, the mean
 * is the plain one: of equal vectors.
 */
final class SliceMean {
  private SliceMean() {}

  /** The mean; the order in which the slices arrive does not matter. */
  static byte[] of(List<WorkerSlice> arrived, DataType type) {
    List<WorkerSlice> slices =
        arrived.stream().sorted(Comparator.comparingInt(WorkerSlice::worker)).toList();
    long divisor = divisor(slices);
    double total = 0;
    double[] sum = new double[slices.get(0).bytes().length / type.width()];
    for (WorkerSlice slice : slices) {
      long share = divisor == 0 ? 1 : slice.tokens() / divisor;
      double weight = (double) share;
      total += weight;
      add(weight, slice.bytes(), type, sum);
    }
    return quotient(sum, total, type);
  }

  private static long divisor(List<WorkerSlice> slices) {
    long divisor = 0;
    for (WorkerSlice slice : slices) {
      divisor = gcd(divisor, slice.tokens());
    }
    return divisor;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static void add(double weight, byte[] bytes, DataType type, double[] sum) {
    if (type == DataType.DOUBLE) {
      double[] values = new double[sum.length];
      buffer(bytes).asDoubleBuffer().get(values);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * values[i];
      }
    } else {
      float[] values = new float[sum.length];
      buffer(bytes).asFloatBuffer().get(values);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * values[i];
      }
    }
  }

  private static byte[] quotient(double[] sum, double total, DataType type) {
    byte[] bytes = new byte[sum.length * type.width()];
    if (type == DataType.DOUBLE) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= total;
      }
      buffer(bytes).asDoubleBuffer().put(sum);
    } else {
      float[] values = new float[sum.length];
      for (int i = 0; i < sum.length; i++) {
        values[i] = (float) (sum[i] / total);
      }
      buffer(bytes).asFloatBuffer().put(values);
    }
    return bytes;
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }
}
