package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Kernels;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** The kernels of a GPU, run on the host from the same sources, where there is a C++ compiler. */
public final class CudaOnHost {
  /** What a test says where it is skipped. */
  public static final String MISSING = HostCompiler.MISSING;

  private CudaOnHost() {}

  /** Whether the sources can be compiled here. */
  public static boolean isPresent() {
    return HostCompiler.isPresent();
  }

  /** Kernels whose blocks and threads run from the first to the last. */
  public static Kernels forward() {
    return new CudaKernels(new HostDevice(HostModule.Order.FORWARD));
  }

  /** The same from the last to the first, which must make no difference. */
  public static Kernels backward() {
    return new CudaKernels(new HostDevice(HostModule.Order.BACKWARD));
  }

  /**
   * The same with products of attention in another format.
   *
   * @param format name of a {@link ProductFormat}
   * @param order name of the order of blocks and threads, FORWARD or BACKWARD
   */
  public static Kernels inFormat(String format, String order) {
    return inFormat(format, new HostDevice(HostModule.Order.valueOf(order)));
  }

  /** Kernels in float32 that count what they allocate on their device. */
  public static Kernels counting(AtomicInteger allocations) {
    LongConsumer count = bytes -> allocations.addAndGet(bytes > 0 ? 1 : 0);
    return inFormat("FLOAT32", counted(count));
  }

  /** What the device of {@link #forward} can do. */
  public static DeviceLimits limits() {
    return HostDevice.LIMITS;
  }

  /**
   * Kernels in float32 that tell what their device holds.
   *
   * @param bytes called with the size of each allocation, and with less than 0 when it is freed
   */
  public static Kernels telling(LongConsumer bytes) {
    return inFormat("FLOAT32", counted(bytes));
  }

  /** Kernels in float32 whose memory takes none where nobody writes. */
  public static Kernels sparse() {
    return inFormat("FLOAT32", SparseDevice.of(new HostDevice(HostModule.Order.FORWARD)));
  }

  private static Device counted(LongConsumer bytes) {
    Device device = new HostDevice(HostModule.Order.FORWARD);
    Map<Object, Long> sizes = new HashMap<>();
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(),
            new Class<?>[] {Device.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(device, arguments);
              if (method.getName().equals("allocate")) {
                sizes.put(result, (Long) arguments[0]);
                bytes.accept((Long) arguments[0]);
              } else if (method.getName().equals("free")) {
                bytes.accept(-sizes.remove(arguments[0]));
              }
              return result;
            });
  }

  private static Kernels inFormat(String format, Device device) {
    return new CudaKernels(device, ProductFormat.valueOf(format));
  }
}
