package io.palindrome.model.kernel.cuda.driver;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.palindrome.model.kernel.cuda.driver.NativeCalls.Refused;
import java.util.Optional;
import java.util.OptionalLong;

/** NVIDIA's management library: the driver's version, and free memory without a context. */
final class Nvml implements AutoCloseable {
  /** nvmlMemory_t: total, free, used. */
  private static final int MEMORY_BYTES = 3 * Long.BYTES;

  private final NativeCalls calls;

  private Nvml(NativeCalls calls) {
    this.calls = calls;
  }

  /** The library, if it is there and willing. */
  static Optional<Nvml> open(String library) {
    Optional<NativeCalls> calls = NativeCalls.open(library);
    if (calls.isEmpty()) {
      return Optional.empty();
    }
    try {
      calls.get().call("nvmlInit_v2");
      return Optional.of(new Nvml(calls.get()));
    } catch (Refused e) {
      return Optional.empty();
    }
  }

  /** Such as {@code 535.104.05}; empty if it does not tell. */
  String driverVersion() {
    try {
      return calls.text("nvmlSystemGetDriverVersion");
    } catch (Refused e) {
      return "";
    }
  }

  /**
   * Free memory of a GPU.
   *
   * @param busId such as {@code 0000:3B:00.0}
   */
  OptionalLong freeBytes(String busId) {
    try {
      PointerByReference handle = new PointerByReference();
      calls.call("nvmlDeviceGetHandleByPciBusId_v2", busId, handle);
      Pointer device = handle.getValue();
      Memory memory = new Memory(MEMORY_BYTES);
      calls.call("nvmlDeviceGetMemoryInfo", device, memory);
      return OptionalLong.of(memory.getLong(Long.BYTES));
    } catch (Refused e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    try {
      calls.call("nvmlShutdown");
    } catch (Refused e) {
      // Nothing is left to be freed by us.
      return;
    }
  }
}
