package io.palindrome.model.kernel.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;

/**
 * Memory outside of Java's heap that grows and begins on a cache line: the processor's matrix
 * instructions read whole lines, and twice as many where these lie across two.
 */
final class AlignedMemory implements AutoCloseable {
  private BytePointer allocated = new BytePointer((long) 0);
  private long first;
  private long bytes;

  /** Makes room, and says whether the memory is another one than before; content is lost then. */
  boolean grow(long needed) {
    if (needed <= bytes) {
      return false;
    }
    allocated.close();
    allocated = new BytePointer(needed + CacheLines.BYTES);
    long beyond = allocated.address() % CacheLines.BYTES;
    first = beyond == 0 ? 0 : CacheLines.BYTES - beyond;
    bytes = needed;
    return true;
  }

  /** Where a byte lies. */
  BytePointer at(long index) {
    return new BytePointer(allocated).position(first + index);
  }

  /** All of it. */
  ByteBuffer buffer() {
    return at(0).limit(first + bytes).asByteBuffer().slice().order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    allocated.close();
  }
}
