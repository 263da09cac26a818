package io.palindrome.model.kernel.cuda;

/** Device memory that grows to the largest size asked for, and is used again. */
final class DeviceScratch implements AutoCloseable {
  private final Device device;
  private long address;
  private long bytes;

  DeviceScratch(Device device) {
    this.device = device;
  }

  /** The address of that many floats of undefined content; earlier addresses may be invalid. */
  long floats(long count) {
    long needed = count * Float.BYTES;
    if (needed > bytes) {
      close();
      address = device.allocate(needed);
      bytes = needed;
    }
    return address;
  }

  /** The address of that many integers of undefined content; earlier addresses may be invalid. */
  long integers(long count) {
    return floats(count);
  }

  @Override
  public void close() {
    if (bytes > 0) {
      device.free(address);
      bytes = 0;
    }
  }
}
