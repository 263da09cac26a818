package io.palindrome.model.kernel.cuda.driver;

import com.sun.jna.Memory;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.palindrome.model.kernel.cuda.driver.NativeCalls.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks NVIDIA's driver for its GPUs through the driver's own library. No context is made, so it
 * takes no memory of a GPU.
 */
public final class CudaDriver {
  private static final int NO_DEVICE = 100;
  private static final int ATTRIBUTE_MAJOR = 75;
  private static final int ATTRIBUTE_MINOR = 76;
  private static final int UUID_BYTES = 16;

  private static final class Held {
    static final DriverReport OF_THIS_PROCESS = ask(DriverLibraries.OF_THIS_MACHINE);
  }

  private final NativeCalls driver;
  private final Optional<Nvml> nvml;

  private CudaDriver(NativeCalls driver, Optional<Nvml> nvml) {
    this.driver = driver;
    this.nvml = nvml;
  }

  /** What this machine's driver says, asked once by the first who wants to know. */
  public static DriverReport ofThisProcess() {
    return Held.OF_THIS_PROCESS;
  }

  /** Asks now. */
  public static DriverReport ask(DriverLibraries libraries) {
    Optional<NativeCalls> cuda = NativeCalls.open(libraries.cuda());
    if (cuda.isEmpty()) {
      return new DriverReport.Missing(libraries.cuda());
    }
    Optional<Nvml> nvml = Nvml.open(libraries.nvml());
    try {
      return new CudaDriver(cuda.get(), nvml).report();
    } catch (Refused e) {
      return new DriverReport.Failing(e.call(), e.code(), errorName(cuda.get(), e.code()));
    } finally {
      nvml.ifPresent(Nvml::close);
    }
  }

  private DriverReport report() throws Refused {
    int version = driver.number("cuDriverGetVersion");
    List<GpuDevice> devices = new ArrayList<>();
    for (int ordinal = 0; ordinal < count(); ordinal++) {
      devices.add(device(ordinal));
    }
    return new DriverReport.Answering(version, nvml.map(Nvml::driverVersion).orElse(""), devices);
  }

  /** A driver without a device does not initialise. */
  private int count() throws Refused {
    try {
      driver.call("cuInit", 0);
    } catch (Refused e) {
      if (e.code() == NO_DEVICE) {
        return 0;
      }
      throw e;
    }
    return driver.number("cuDeviceGetCount");
  }

  private GpuDevice device(int ordinal) throws Refused {
    int device = driver.number("cuDeviceGet", ordinal);
    LongByReference bytes = new LongByReference();
    driver.call("cuDeviceTotalMem_v2", bytes, device);
    return new GpuDevice(
        ordinal,
        driver.text("cuDeviceGetName", device),
        10 * driver.number("cuDeviceGetAttribute", ATTRIBUTE_MAJOR, device)
            + driver.number("cuDeviceGetAttribute", ATTRIBUTE_MINOR, device),
        uuid(device),
        bytes.getValue(),
        freeBytes(device));
  }

  private String uuid(int device) {
    Memory bytes = new Memory(UUID_BYTES);
    try {
      driver.call("cuDeviceGetUuid", bytes, device);
    } catch (Refused e) {
      return "";
    }
    StringBuilder text = new StringBuilder("GPU");
    for (int i = 0; i < UUID_BYTES; i++) {
      text.append(i == 0 || i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
      text.append("%02x".formatted(bytes.getByte(i)));
    }
    return text.toString();
  }

  private OptionalLong freeBytes(int device) throws Refused {
    if (nvml.isEmpty()) {
      return OptionalLong.empty();
    }
    return nvml.get().freeBytes(driver.text("cuDeviceGetPCIBusId", device));
  }

  private static String errorName(NativeCalls driver, int code) {
    PointerByReference name = new PointerByReference();
    try {
      driver.call("cuGetErrorName", code, name);
    } catch (Refused e) {
      return "error " + code;
    }
    return name.getValue() == null ? "error " + code : name.getValue().getString(0);
  }
}
