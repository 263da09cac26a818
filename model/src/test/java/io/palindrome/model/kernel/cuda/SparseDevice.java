package io.palindrome.model.kernel.cuda;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * A device whose memory costs nothing where nobody writes, so that there may be terabytes of it. It
 * begins as zeros, and has no guards.
 */
final class SparseDevice {
  private static final int READ_WRITE = 3;

  /** MAP_PRIVATE, MAP_ANONYMOUS and MAP_NORESERVE of Linux. */
  private static final int FLAGS = 0x02 | 0x20 | 0x4000;

  private static final NativeLibrary C = NativeLibrary.getInstance("c");
  private static final Function MAP = C.getFunction("mmap");
  private static final Function UNMAP = C.getFunction("munmap");

  private final Device below;
  private final Map<Long, Long> sizes = new HashMap<>();

  private SparseDevice(Device below) {
    this.below = below;
  }

  /** That device, with other memory. */
  static Device of(Device below) {
    SparseDevice sparse = new SparseDevice(below);
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(),
            new Class<?>[] {Device.class},
            (proxy, method, arguments) -> sparse.call(method, arguments));
  }

  private Object call(Method method, Object... arguments) throws ReflectiveOperationException {
    return switch (method.getName()) {
      case "allocate" -> allocate((Long) arguments[0]);
      case "free" -> free((Long) arguments[0]);
      case "read" -> read(new Pointer((Long) arguments[0]), arguments[1]);
      case "copy" -> copy((Long) arguments[0], (Long) arguments[1], (Long) arguments[2]);
      case "write" -> write(new Pointer((Long) arguments[0]), arguments[1]);
      default -> method.invoke(below, arguments);
    };
  }

  private Long allocate(long bytes) {
    Object[] arguments = {Pointer.NULL, bytes, READ_WRITE, FLAGS, -1, 0L};
    long address = MAP.invokeLong(arguments);
    if (address == -1) {
      throw new IllegalStateException("Cannot map %d bytes of sparse memory".formatted(bytes));
    }
    sizes.put(address, bytes);
    return address;
  }

  private Object free(Long address) {
    return UNMAP.invokeInt(new Object[] {new Pointer(address), sizes.remove(address)});
  }

  private static Object copy(long from, long to, long bytes) {
    byte[] content = new Pointer(from).getByteArray(0, Math.toIntExact(bytes));
    new Pointer(to).write(0, content, 0, content.length);
    return content;
  }

  private static Object read(Pointer from, Object values) {
    if (values instanceof float[] floats) {
      from.read(0, floats, 0, floats.length);
    } else if (values instanceof int[] integers) {
      from.read(0, integers, 0, integers.length);
    }
    return values;
  }

  private static Object write(Pointer to, Object values) {
    if (values instanceof float[] floats) {
      to.write(0, floats, 0, floats.length);
    } else if (values instanceof int[] integers) {
      to.write(0, integers, 0, integers.length);
    }
    return values;
  }
}
