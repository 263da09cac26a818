package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Indices;
import java.util.Objects;

/** Integers in the memory of a device. */
final class CudaIndices implements Indices {
  private final Device device;
  private final int length;
  private final long address;

  CudaIndices(Device device, int length) {
    this.device = device;
    this.length = length;
    address = device.allocate(Math.max(1L, length) * Integer.BYTES);
  }

  /** The address of the first of them. */
  static long address(Indices indices) {
    if (indices instanceof CudaIndices cuda) {
      return cuda.address;
    }
    throw new IllegalArgumentException(
        "indices must be allocated by the kernels that use them, but are "
            + (indices == null ? "null" : indices.getClass().getSimpleName()));
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int[] read() {
    int[] values = new int[length];
    device.read(address, values);
    return values;
  }

  @Override
  public void write(int... values) {
    Objects.checkFromIndexSize(0, values.length, length);
    device.write(address, values);
  }

  @Override
  public void close() {
    device.free(address);
  }
}
