package io.palindrome.model.kernel.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.SeenKeys;
import io.palindrome.model.kernel.Storage;
import java.lang.reflect.Proxy;

/** {@link CudaAttention} on the host, as kernels that can nothing but attend. */
public final class AttentionOnHost implements AttentionMemory {
  private final HostDevice device;
  private final CudaAttention attention;
  private int allocations;

  private AttentionOnHost(ProductFormat format, HostModule.Order order) {
    device = new HostDevice(order);
    Device counting =
        (Device)
            Proxy.newProxyInstance(
                Device.class.getClassLoader(),
                new Class<?>[] {Device.class},
                (proxy, method, arguments) -> {
                  allocations += method.getName().equals("allocate") ? 1 : 0;
                  return method.invoke(device, arguments);
                });
    attention = new CudaAttention(counting, this, format);
  }

  /** Skips a test where there is no compiler. */
  public static void assumeItRuns() {
    assumeTrue(HostCompiler.isPresent(), HostCompiler.MISSING);
  }

  /**
   * Kernels whose {@link Kernels#elementBytes} says how often the attention has allocated memory.
   *
   * @param format name of a {@link ProductFormat}
   * @param order name of the order of blocks and threads
   */
  public static Kernels open(String format, String order) {
    AttentionOnHost host =
        new AttentionOnHost(ProductFormat.valueOf(format), HostModule.Order.valueOf(order));
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> host.call(method.getName(), arguments));
  }

  private Object call(String name, Object... a) {
    switch (name) {
      case "allocate" -> {
        return new DeviceStorage(device, device.allocate((long) a[0] * Float.BYTES), (long) a[0]);
      }
      case "allocateIndices" -> {
        return new DeviceIndices(device, device.allocate((int) a[0] * 4L), (int) a[0]);
      }
      case "elementBytes" -> {
        return allocations;
      }
      case "attend" ->
          attention.attend(
              (ChunkAttention) a[0],
              (HeadViews) a[1],
              (Indices) a[2],
              (Matrix) a[3],
              (Matrix) a[4]);
      case "addAttendGradient" ->
          attention.addAttendGradient(
              (ChunkAttention) a[0],
              (HeadViews) a[1],
              (Indices) a[2],
              (Attended) a[3],
              (HeadViews) a[4]);
      case "attendOne" ->
          attention.attendOne((KeyKind) a[0], (HeadViews) a[1], (SeenKeys) a[2], (Matrix) a[3]);
      case "close" -> {
        attention.close();
        device.close();
      }
      default -> throw new UnsupportedOperationException(name);
    }
    return null;
  }

  @Override
  public long address(Matrix matrix) {
    return ((DeviceStorage) matrix.storage()).address() + matrix.offset() * Float.BYTES;
  }

  @Override
  public long address(Indices indices) {
    return ((DeviceIndices) indices).address();
  }

  @Override
  public CounterMask mask(Dropout dropout) {
    return CounterMask.of(dropout);
  }

  private record DeviceStorage(Device device, long address, long length) implements Storage {
    @Override
    public double[] read(long offset, int count) {
      float[] values = new float[count];
      device.read(address + offset * Float.BYTES, values);
      double[] result = new double[count];
      for (int i = 0; i < count; i++) {
        result[i] = values[i];
      }
      return result;
    }

    @Override
    public void write(long offset, double... values) {
      float[] rounded = new float[values.length];
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = (float) values[i];
      }
      device.write(address + offset * Float.BYTES, rounded);
    }

    @Override
    public void close() {
      device.free(address);
    }
  }

  private record DeviceIndices(Device device, long address, int length) implements Indices {
    @Override
    public int[] read() {
      int[] values = new int[length];
      device.read(address, values);
      return values;
    }

    @Override
    public void write(int... values) {
      device.write(address, values);
    }

    @Override
    public void close() {
      device.free(address);
    }
  }
}
