package io.palindrome.model.kernel.cuda;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiled units of kernels. What a unit shares between threads is static, so one kernel runs at a
 * time in this process.
 */
final class HostModule {
  /** Order of blocks and threads, as launch.h numbers them. */
  enum Order {
    FORWARD,
    BACKWARD
  }

  private record Kernel(Function launch, String signature) {}

  private static final int MOST_ARGUMENTS = LaunchArguments.MOST;
  private static final Object ONE_AT_A_TIME = new Object();

  private final Map<String, Kernel> kernels = new HashMap<>();
  private final Memory shape = new Memory(5L * Integer.BYTES);
  private final Memory cells = new Memory((long) MOST_ARGUMENTS * Long.BYTES);
  private final Memory addresses = new Memory((long) MOST_ARGUMENTS * Long.BYTES);

  HostModule(List<KernelSources.Unit> units) {
    for (int i = 0; i < MOST_ARGUMENTS; i++) {
      addresses.setPointer((long) i * Long.BYTES, cells.share((long) i * Long.BYTES));
    }
    units.parallelStream().forEach(this::compile);
    units.forEach(this::load);
  }

  private static String source(KernelSources.Unit unit) {
    StringBuilder source = new StringBuilder("#include \"launch.h\"\n").append(unit.text());
    unit.kernels().forEach(kernel -> source.append("HOST_KERNEL(").append(kernel).append(")\n"));
    return source.toString();
  }

  private void compile(KernelSources.Unit unit) {
    HostCompiler.library(unit.name(), source(unit));
  }

  private void load(KernelSources.Unit unit) {
    NativeLibrary library =
        NativeLibrary.getInstance(HostCompiler.library(unit.name(), source(unit)).toString());
    for (String name : unit.kernels()) {
      String signature =
          library.getFunction("signature_" + name).invokeString(new Object[0], false);
      kernels.put(name, new Kernel(library.getFunction("launch_" + name), signature));
    }
  }

  /** Runs all blocks of a kernel, and returns what went wrong, or null. */
  String launch(String name, LaunchShape launch, Order order, LaunchArguments arguments) {
    Kernel kernel = kernels.get(name);
    if (kernel == null) {
      throw new IllegalArgumentException(
          "kernel must be one of %s, but is %s".formatted(kernels.keySet(), name));
    }
    synchronized (ONE_AT_A_TIME) {
      place(name, kernel.signature(), arguments);
      int[] sizes = {launch.blocks(), launch.layers(), launch.threads(), launch.sharedBytes()};
      shape.write(0, sizes, 0, sizes.length);
      shape.setInt((long) sizes.length * Integer.BYTES, order == Order.BACKWARD ? 1 : 0);
      Pointer error = kernel.launch().invokePointer(new Object[] {shape, addresses});
      return error == null ? null : error.getString(0);
    }
  }

  private void place(String name, String signature, LaunchArguments arguments) {
    StringBuilder given = new StringBuilder();
    for (int i = 0; i < arguments.count(); i++) {
      long at = (long) i * Long.BYTES;
      if (arguments.kind(i) == 'L') {
        cells.setLong(at, arguments.cell(i));
      } else {
        cells.setInt(at, (int) arguments.cell(i));
      }
      given.append(arguments.kind(i));
    }
    if (!signature.contentEquals(given)) {
      throw new IllegalArgumentException(
          "arguments of kernel %s must be %s (L: 64 bits, I: 32 bits, F: float), but are %s"
              .formatted(name, signature, given));
    }
  }
}
