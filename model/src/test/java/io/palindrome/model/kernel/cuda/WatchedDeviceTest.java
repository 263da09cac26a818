package io.palindrome.model.kernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.DeviceWatch.Waited;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class WatchedDeviceTest {
  private static final LaunchShape SHAPE = new LaunchShape(1, 1, 32, 0);

  private final Work device = new Work();
  private final WatchedDevice watched = new WatchedDevice(device, device);

  /** A device with a clock of its own: the host takes 10 to start what takes the device longer. */
  private static final class Work implements Device, LongSupplier {
    final long[] marks = new long[MARKS];
    long now;
    long busyUntil;
    int asked;

    @Override
    public long getAsLong() {
      return now;
    }

    @Override
    public void mark(int slot) {
      marks[slot] = busyUntil;
    }

    @Override
    public boolean hasPassed(int slot) {
      asked++;
      return marks[slot] <= now;
    }

    @Override
    public void launch(String kernel, LaunchShape shape, LaunchArguments arguments) {
      now += 10;
      busyUntil = Math.max(busyUntil, now) + arguments.cell(0);
    }

    @Override
    public void read(long address, float[] values) {
      now = Math.max(now, busyUntil);
    }

    @Override
    public long usedBytes() {
      return 42;
    }

    @Override
    public DeviceLimits limits() {
      return HostDevice.LIMITS;
    }

    @Override
    public long allocate(long bytes) {
      return 256;
    }

    @Override
    public void free(long address) {}

    @Override
    public void write(long address, float[] values) {}

    @Override
    public void write(long address, int[] values) {}

    @Override
    public void read(long address, int[] values) {}

    @Override
    public void copy(long from, long to, long bytes) {}

    @Override
    public void load(INDArray array, long to) {}

    @Override
    public void store(long from, INDArray array) {}

    @Override
    public void multiply(ProductFormat format, DeviceProduct product) {}

    @Override
    public void close() {}
  }

  /** With 5 that the host does before each. */
  private void launch(int count, int nanos) {
    for (int i = 0; i < count; i++) {
      device.now += 5;
      watched.launch("kernel", SHAPE, nanos);
    }
  }

  private void assertWaited(long least, long most) {
    Waited waited = watched.end();
    assertThat(waited.least()).isEqualTo(least / 1e9);
    assertThat(waited.most()).isEqualTo(most / 1e9);
  }

  @Test
  void aDeviceThatIsKeptBusyWaitsForTheFirstOperations() {
    watched.begin();
    launch(100, 1000);
    watched.read(0, new float[1]);
    assertWaited(10, 15 * Device.MARKS);
  }

  @Test
  void whatEndsBeforeTheNextIsStartedIsCounted() {
    watched.begin();
    launch(100, 1);
    assertWaited(1000, 1500);
  }

  @Test
  void fewOperationsLeftMayRunOutBeforeTheNextIsThere() {
    watched.begin();
    launch(100, 14); // nearly as long as the host needs: one is under way when it is asked
    assertWaited(10, 1500);
  }

  @Test
  void waitingForTheDeviceIsNoWaitingForTheHost() {
    watched.begin();
    launch(1, 500);
    watched.read(0, new float[1]);
    launch(1, 500);
    assertWaited(20, 30);
  }

  @Test
  void doesNotAskUnlessItWatches() {
    launch(2, 1);
    watched.begin();
    watched.end();
    launch(1, 1);
    assertThat(List.of(device.asked, (int) watched.usedBytes())).containsExactly(0, 42);
  }
}
