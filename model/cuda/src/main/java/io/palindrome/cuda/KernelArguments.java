package io.palindrome.cuda;

import io.palindrome.model.kernel.cuda.LaunchArguments;
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
  private static final int MOST = LaunchArguments.MOST;

  private final BytePointer memory = new BytePointer((long) MOST * Long.BYTES);
  private final PointerPointer<Pointer> addresses = new PointerPointer<>(MOST);
  private final ByteBuffer cells;

  KernelArguments() {
    cells = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    for (int i = 0; i < MOST; i++) {
      addresses.put(i, memory.getPointer((long) i * Long.BYTES));
    }
  }

  /** What the driver takes for a kernel's parameters. */
  PointerPointer<Pointer> of(LaunchArguments arguments) {
    for (int i = 0; i < arguments.count(); i++) {
      int at = i * Long.BYTES;
      if (arguments.kind(i) == 'L') {
        cells.putLong(at, arguments.cell(i));
      } else {
        cells.putInt(at, (int) arguments.cell(i));
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
