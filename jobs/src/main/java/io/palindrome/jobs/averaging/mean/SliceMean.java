package io.palindrome.jobs.averaging.mean;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
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
  /** Elements that go through a sum at once: few enough to stay in the processor's cache. */
  private static final int RUN = 4096;

  private SliceMean() {}

  /** The mean; the order in which the slices arrive does not matter. */
  static byte[] of(List<WorkerSlice> arrived, DataType type) {
    List<WorkerSlice> slices =
        arrived.stream().sorted(Comparator.comparingInt(WorkerSlice::worker)).toList();
    double[] weights = weights(slices);
    double total = Arrays.stream(weights).reduce(0, Double::sum);
    byte[] mean = new byte[slices.get(0).bytes().length];
    int length = mean.length / type.width();
    double[] sum = new double[Math.min(RUN, length)];
    MeanElements elements = MeanElements.of(type, sum.length);
    for (int from = 0; from < length; from += RUN) {
      int count = Math.min(RUN, length - from);
      Arrays.fill(sum, 0);
      for (int i = 0; i < weights.length; i++) {
        elements.add(weights[i], buffer(slices.get(i).bytes()), from, count, sum);
      }
      elements.quotient(sum, total, buffer(mean), from, count);
    }
    return mean;
  }

  /** Trained tokens over their greatest common divisor. */
  private static double[] weights(List<WorkerSlice> slices) {
    long divisor = divisor(slices);
    return slices.stream().mapToLong(slice -> share(slice, divisor)).asDoubleStream().toArray();
  }

  private static long share(WorkerSlice slice, long divisor) {
    return divisor == 0 ? 1 : slice.tokens() / divisor;
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

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }
}
