package io.palindrome.model.kernel.cuda;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.palindrome.model.kernel.Transpose;
import java.util.concurrent.atomic.AtomicReference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A device for tests: the host, which runs the very sources of the kernels, compiled as C++. Writes
 * beside an allocation, a barrier that not all threads reach and vectors read at wrong addresses
 * are errors; memory begins as NaN.
 */
final class HostDevice implements Device {
  /** A small GPU of the Ampere generation: what runs here, runs there. */
  static final DeviceLimits LIMITS = new DeviceLimits(80, 3, 163 * 1024);

  private static final AtomicReference<HostModule> ALL = new AtomicReference<>();

  private final HostModule module;
  private final HostModule.Order order;
  private final NativeLibrary runtime = NativeLibrary.getInstance(HostRuntime.MEMORY);
  private final NativeLibrary products = NativeLibrary.getInstance(HostRuntime.PRODUCTS);
  private final Pointer memory = runtime.getFunction("memory_open").invokePointer(new Object[0]);

  private boolean closed;

  private interface HostRuntime {
    String MEMORY = HostCompiler.library("memory", HostCompiler.text("memory.cpp")).toString();
    String PRODUCTS = HostCompiler.library("product", HostCompiler.text("product.cpp")).toString();
  }

  /** A device that runs blocks and threads in that order, which must not matter. */
  HostDevice(HostModule.Order order) {
    this(module(), order);
  }

  /** A device for other kernels than the product's. */
  HostDevice(HostModule module, HostModule.Order order) {
    this.module = module;
    this.order = order;
  }

  private static HostModule module() {
    return ALL.updateAndGet(
        module -> module == null ? new HostModule(KernelSources.units()) : module);
  }

  @Override
  public DeviceLimits limits() {
    return LIMITS;
  }

  private Object call(Class<?> type, String function, Object... arguments) {
    if (closed) {
      throw new IllegalStateException("Cannot use a device that is closed");
    }
    return runtime.getFunction(function).invoke(type, arguments);
  }

  @Override
  public long allocate(long bytes) {
    long address = (Long) call(Long.class, "memory_allocate", memory, bytes);
    if (address == 0) {
      throw new IllegalStateException("Cannot allocate %d bytes".formatted(bytes));
    }
    return address;
  }

  @Override
  public void free(long address) {
    checkGuards("before memory was freed");
    if ((Integer) call(Integer.class, "memory_free", memory, address) == 0) {
      throw new IllegalStateException(
          "Cannot free address %d: it was not allocated, or is free already".formatted(address));
    }
  }

  private Pointer range(long address, long bytes) {
    if ((Integer) call(Integer.class, "memory_holds", memory, address, bytes) == 0) {
      throw new IllegalArgumentException(
          "%d bytes from address %d on do not lie within one allocation".formatted(bytes, address));
    }
    return new Pointer(address);
  }

  private void checkGuards(String when) {
    long bytes = (Long) call(Long.class, "memory_damaged", memory);
    if (bytes >= 0) {
      throw new IllegalStateException(
          "something wrote beside an allocation of %d bytes, %s".formatted(bytes, when));
    }
  }

  @Override
  public void write(long address, float[] values) {
    range(address, (long) values.length * Float.BYTES).write(0, values, 0, values.length);
  }

  @Override
  public void write(long address, int[] values) {
    range(address, (long) values.length * Integer.BYTES).write(0, values, 0, values.length);
  }

  @Override
  public void read(long address, float[] values) {
    range(address, (long) values.length * Float.BYTES).read(0, values, 0, values.length);
  }

  @Override
  public void read(long address, int[] values) {
    range(address, (long) values.length * Integer.BYTES).read(0, values, 0, values.length);
  }

  @Override
  public void copy(long from, long to, long bytes) {
    call(void.class, "memory_copy", range(to, bytes), range(from, bytes), bytes);
  }

  @Override
  public void load(INDArray array, long to) {
    write(to, array.reshape(array.length()).castTo(DataType.FLOAT).dup('c').data().asFloat());
  }

  @Override
  public void store(long from, INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    read(from, values);
    array.assign(Nd4j.createFromArray(values).reshape(array.shape()).castTo(array.dataType()));
  }

  @Override
  public void launch(String kernel, LaunchShape shape, LaunchArguments arguments) {
    if (shape.sharedBytes() > LIMITS.sharedBytes()) {
      throw new IllegalArgumentException(
          "shared memory of kernel %s must be at most %d bytes, but is %d"
              .formatted(kernel, LIMITS.sharedBytes(), shape.sharedBytes()));
    }
    String error = module.launch(kernel, shape, order, arguments);
    if (error != null) {
      throw new IllegalStateException("kernel %s failed: %s".formatted(kernel, error));
    }
    checkGuards("in kernel " + kernel);
  }

  /** Lower bits of a float32 that a format does without. */
  private static int dropped(ProductFormat format) {
    return switch (format) {
      case FLOAT32 -> 0;
      case TF32 -> 13;
      case BF16 -> 16;
    };
  }

  @Override
  public void multiply(ProductFormat format, DeviceProduct p) {
    int[] sizes = {
      p.rows(),
      p.columns(),
      p.inner(),
      p.strideA(),
      p.opA() == Transpose.TRANSPOSED ? 1 : 0,
      p.strideB(),
      p.opB() == Transpose.TRANSPOSED ? 1 : 0,
      p.strideC(),
      dropped(format)
    };
    Object[] arguments = {
      sizes, p.alpha(), new Pointer(p.a()), new Pointer(p.b()), p.beta(), new Pointer(p.c())
    };
    products.getFunction("product").invokeVoid(arguments);
    checkGuards("in a matrix product");
  }

  @Override
  public void close() {
    if (!closed) {
      checkGuards("before the device was closed");
      call(void.class, "memory_close", memory);
      closed = true;
    }
  }
}
