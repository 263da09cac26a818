package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.DeviceWatch;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A device that tells, when asked to, how long it waited for the host. Owns the other one. */
final class WatchedDevice implements Device, DeviceWatch {
  private static final double NANOS = 1e9;

  private final Device device;
  private final LongSupplier clock;
  private boolean watching;
  private long started;
  private long lastStarted;
  private long least;
  private long most;

  /**
   * @param clock nanoseconds since whenever
   */
  WatchedDevice(Device device, LongSupplier clock) {
    this.device = device;
    this.clock = clock;
  }

  @Override
  public void begin() {
    watching = true;
    least = 0;
    most = 0;
    lastStarted = clock.getAsLong();
  }

  @Override
  public Waited end() {
    watching = false;
    return new Waited(least / NANOS, most / NANOS);
  }

  private void start(Runnable operation) {
    if (!watching) {
      operation.run();
      return;
    }
    int slot = (int) (started % MARKS);
    boolean few = device.hasPassed(slot); // the operation MARKS before this one
    boolean none = few && device.hasPassed((slot + MARKS - 1) % MARKS);
    long asked = clock.getAsLong();
    operation.run();
    device.mark(slot);
    started++;
    long now = clock.getAsLong();
    least += none ? now - asked : 0;
    most += few ? now - lastStarted : 0;
    lastStarted = now;
  }

  /** After it the device has nothing to do, but until then it may have had. */
  private void await(Runnable operation) {
    operation.run();
    if (watching) {
      lastStarted = clock.getAsLong();
    }
  }

  @Override
  public DeviceLimits limits() {
    return device.limits();
  }

  @Override
  public void mark(int slot) {
    device.mark(slot);
  }

  @Override
  public boolean hasPassed(int slot) {
    return device.hasPassed(slot);
  }

  @Override
  public long usedBytes() {
    return device.usedBytes();
  }

  @Override
  public long allocate(long bytes) {
    return device.allocate(bytes);
  }

  @Override
  public void free(long address) {
    await(() -> device.free(address));
  }

  @Override
  public void write(long address, float[] values) {
    start(() -> device.write(address, values));
  }

  @Override
  public void write(long address, int[] values) {
    start(() -> device.write(address, values));
  }

  @Override
  public void read(long address, float[] values) {
    await(() -> device.read(address, values));
  }

  @Override
  public void read(long address, int[] values) {
    await(() -> device.read(address, values));
  }

  @Override
  public void copy(long from, long to, long bytes) {
    start(() -> device.copy(from, to, bytes));
  }

  @Override
  public void load(INDArray array, long to) {
    start(() -> device.load(array, to));
  }

  @Override
  public void store(long from, INDArray array) {
    await(() -> device.store(from, array));
  }

  @Override
  public void launch(String kernel, LaunchShape shape, LaunchArguments arguments) {
    if (watching) {
      start(() -> device.launch(kernel, shape, arguments));
    } else {
      device.launch(kernel, shape, arguments); // a step has a thousand: no object for each
    }
  }

  @Override
  public void multiply(ProductFormat format, DeviceProduct product) {
    start(() -> device.multiply(format, product));
  }

  @Override
  public void close() {
    device.close();
  }
}
