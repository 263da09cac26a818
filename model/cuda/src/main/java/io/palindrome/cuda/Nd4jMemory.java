package io.palindrome.cuda;

import io.palindrome.conf.ResourceException;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.nd4j.linalg.api.memory.enums.MemoryKind;
import org.nd4j.linalg.factory.Nd4j;

/** Memory of the calling thread's GPU, from ND4J, which counts it with its arrays. */
final class Nd4jMemory implements AutoCloseable {
  private static final double MEBIBYTE = 1 << 20;

  private final Map<Long, Pointer> allocated = new HashMap<>();

  /**
   * @throws ResourceException if the GPU has not that much
   */
  long allocate(long bytes) {
    Pointer pointer;
    try {
      pointer = Nd4j.getMemoryManager().allocate(bytes, MemoryKind.DEVICE, false);
    } catch (RuntimeException e) { // ND4J has no type of its own for it
      throw new ResourceException(
          "Cannot allocate %,.0f MiB on the GPU: %s; let palindrome plan say what a step needs, and see that nobody else uses the GPU"
              .formatted(bytes / MEBIBYTE, free()),
          e);
    }
    allocated.put(pointer.address(), pointer);
    return pointer.address();
  }

  /** Bytes of the calling thread's GPU in use, by all processes; 0 where the driver fails. */
  static long used() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      return cudart.cuMemGetInfo(free, total) == 0 ? total.get() - free.get() : 0;
    }
  }

  private static String free() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      return cudart.cuMemGetInfo(free, total) == 0
          ? "%,.0f of %,.0f MiB are free".formatted(free.get() / MEBIBYTE, total.get() / MEBIBYTE)
          : "the driver does not say how much is free";
    }
  }

  /** Waits for the GPU first, as freeing does. */
  void free(long address) {
    Pointer pointer = allocated.remove(address);
    if (pointer == null) {
      throw new IllegalStateException(
          "Cannot free address %d: it was not allocated, or is free already".formatted(address));
    }
    Nd4j.getMemoryManager().release(pointer, MemoryKind.DEVICE);
  }

  @Override
  public void close() {
    allocated.values().forEach(p -> Nd4j.getMemoryManager().release(p, MemoryKind.DEVICE));
    allocated.clear();
  }
}
