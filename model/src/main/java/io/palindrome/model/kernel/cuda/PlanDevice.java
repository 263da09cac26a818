package io.palindrome.model.kernel.cuda;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A device without memory, on which nothing runs: it counts what is allocated and started. Kernels
 * on it take the memory that they would take on a GPU of those limits, scratch included, so what a
 * step needs there is counted, not estimated. What is read is 0.
 */
public final class PlanDevice implements Device {
  /** An H100: the largest that scratch memory, some of which grows with a GPU, is planned for. */
  public static final DeviceLimits LARGE = new DeviceLimits(90, 132, 227 * 1024);

  private static final long ALIGNMENT = 256;

  private final DeviceLimits limits;
  private final Map<Long, Long> allocated = new HashMap<>();
  private final Bfloat16Operand roundedA;
  private final Bfloat16Operand roundedB;
  private long next = ALIGNMENT;
  private long bytes;
  private long peakBytes;
  private long launches;
  private long products;
  private long waits;

  public PlanDevice(DeviceLimits limits) {
    this.limits = limits;
    roundedA = new Bfloat16Operand(this);
    roundedB = new Bfloat16Operand(this);
  }

  /** Bytes that were allocated at once, at most. */
  public long peakBytes() {
    return peakBytes;
  }

  /** Kernels of ours that were started. */
  public long launches() {
    return launches;
  }

  /** Matrix products that were started. */
  public long products() {
    return products;
  }

  /** How often the host waited for the device. */
  public long waits() {
    return waits;
  }

  @Override
  public DeviceLimits limits() {
    return limits;
  }

  @Override
  public long allocate(long size) {
    long address = next;
    next += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    allocated.put(address, size);
    bytes += size;
    peakBytes = Math.max(peakBytes, bytes);
    return address;
  }

  @Override
  public void free(long address) {
    Long size = allocated.remove(address);
    if (size == null) {
      throw new IllegalStateException(
          "Cannot free address %d: it was not allocated, or is free already".formatted(address));
    }
    bytes -= size;
  }

  @Override
  public void write(long address, float[] values) {}

  @Override
  public void write(long address, int[] values) {}

  @Override
  public void read(long address, float[] values) {
    waits++;
    Arrays.fill(values, 0);
  }

  @Override
  public void read(long address, int[] values) {
    waits++;
    Arrays.fill(values, 0);
  }

  @Override
  public void copy(long from, long to, long length) {}

  @Override
  public void load(INDArray array, long to) {}

  @Override
  public void store(long from, INDArray array) {}

  @Override
  public void launch(String kernel, LaunchShape shape, LaunchArguments arguments) {
    launches++;
  }

  /** The same memory for rounded operands as on a GPU. */
  @Override
  public void multiply(ProductFormat format, DeviceProduct product) {
    products++;
    if (format == ProductFormat.BF16) {
      roundedA.takeA(product);
      roundedB.takeB(product);
    }
  }

  @Override
  public void close() {
    roundedA.close();
    roundedB.close();
  }
}
