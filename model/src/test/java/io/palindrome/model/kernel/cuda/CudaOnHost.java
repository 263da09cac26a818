package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Kernels;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

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
    Device device = new HostDevice(HostModule.Order.FORWARD);
    Device counted =
        (Device)
            Proxy.newProxyInstance(
                Device.class.getClassLoader(),
                new Class<?>[] {Device.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("allocate")) {
                    allocations.incrementAndGet();
                  }
                  return method.invoke(device, arguments);
                });
    return inFormat("FLOAT32", counted);
  }

  private static Kernels inFormat(String format, Device device) {
    return new CudaKernels(device, ProductFormat.valueOf(format));
  }
}
