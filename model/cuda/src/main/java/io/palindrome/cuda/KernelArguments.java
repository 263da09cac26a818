package io.palindrome.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The arguments of a launch in native memory: cells of 8 bytes, and the addresses of the cells.
 * Filled anew for each launch, since the driver copies them before a launch returns.
 */
final class KernelArguments implements AutoCloseable {
  private static final int MOST = 64;

  private final BytePointer memory = new BytePointer((long) MOST * Long.BYTES);
  private final PointerPointer<Pointer> addresses = new PointerPointer<>(MOST);
  private final ByteBuffer cells;

  KernelArguments() {
    cells = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    for (int i = 0; i < MOST; i++) {
      addresses.put(i, memory.getPointer((long) i * Long.BYTES));
    }
  }

  /**
   * What the driver takes for a kernel's parameters.
   *
   * @throws IllegalArgumentException if an argument is of a type that kernels do not have
   */
  PointerPointer<Pointer> of(String kernel, Object... arguments) {
    if (arguments.length > MOST) {
      throw new IllegalArgumentException(
          "arguments of kernel %s must be at most %d, but are %d"
              .formatted(kernel, MOST, arguments.length));
    }
    for (int i = 0; i < arguments.length; i++) {
      int at = i * Long.BYTES;
      if (arguments[i] instanceof Long value) {
        cells.putLong(at, value);
      } else if (arguments[i] instanceof Integer value) {
        cells.putInt(at, value);
      } else if (arguments[i] instanceof Float value) {
        cells.putFloat(at, value);
      } else {
        throw new IllegalArgumentException(
            "argument %d of kernel %s must be a Long, an Integer or a Float, but is %s"
                .formatted(i, kernel, arguments[i]));
      }
    }
    return addresses;
  }

  @Override
  public void close() {
    addresses.close();
    memory.close();
  }
}
