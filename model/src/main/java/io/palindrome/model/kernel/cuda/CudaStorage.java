package io.palindrome.model.kernel.cuda;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import java.util.Objects;

/** Float32 in the memory of a device. */
final class CudaStorage implements Storage {
  private final Device device;
  private final long length;
  private final long address;

  CudaStorage(Device device, long length) {
    this.device = device;
    this.length = length;
    address = device.allocate(Math.max(1, length) * Float.BYTES);
  }

  /** The address of the first element of a matrix. */
  static long address(Matrix matrix) {
    return of(matrix.storage()).address + matrix.offset() * Float.BYTES;
  }

  static CudaStorage of(Storage storage) {
    if (storage instanceof CudaStorage cuda) {
      return cuda;
    }
    throw new IllegalArgumentException(
        "matrix must be allocated by CudaKernels, but lies in "
            + storage.getClass().getSimpleName());
  }

  long address() {
    return address;
  }

  @Override
  public long length() {
    return length;
  }

  private long at(long offset, int count) {
    Objects.checkFromIndexSize(offset, count, length);
    return address + offset * Float.BYTES;
  }

  @Override
  public double[] read(long offset, int count) {
    float[] values = new float[count];
    device.read(at(offset, count), values);
    double[] wide = new double[count];
    for (int i = 0; i < count; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Override
  public void write(long offset, double... values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    device.write(at(offset, narrow.length), narrow);
  }

  /** Fails where that many elements are more than there are. */
  void checkHolds(long elements) {
    Check.that(
        elements <= length,
        "array must have at most %d elements, the storage's, but has %d",
        length,
        elements);
  }

  @Override
  public void close() {
    device.free(address);
  }
}
