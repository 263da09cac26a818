package io.palindrome.model.kernel.cuda;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;

/** Stable sorting by small keys, and what is summed up in a sorted order. */
final class CudaSort implements AutoCloseable {
  /** Counters of four warps then fill 16 KiB of shared memory. */
  private static final int MOST_DIGIT_BITS = 10;

  /** Of runs of them, kernels count both ends in 32 bits. */
  private static final int MOST_ENTRIES = 1 << 30;

  private static final int WARPS = 4;
  private static final int WARP = 32;
  private static final int SHORTEST_RUN = 256;
  private static final int RUNS_PER_MULTIPROCESSOR = 16;
  private static final int SUM_THREADS = 256;

  /** Columns of a block that sums up rows: a row that is met often is shared out among blocks. */
  private static final int SEGMENT_THREADS = 64;

  private final Launcher launcher;
  private final Device device;
  private final DeviceScratch counts;
  private final DeviceScratch between;
  private final DeviceScratch sorted;
  private final DeviceScratch segments;

  CudaSort(Launcher launcher) {
    this.launcher = launcher;
    device = launcher.device();
    counts = new DeviceScratch(device);
    between = new DeviceScratch(device);
    sorted = new DeviceScratch(device);
    segments = new DeviceScratch(device);
  }

  /** The stable argsort of keys in [0, keyCount). */
  void sort(Indices keys, int keyCount, Indices order) {
    sort(CudaIndices.address(keys), keys.length(), keyCount, CudaIndices.address(order));
  }

  private void sort(long keys, int length, int keyCount, long order) {
    if (length == 0) {
      return;
    }
    Check.that(
        length <= MOST_ENTRIES,
        "entries to sort must be at most %d on a GPU, but are %d",
        MOST_ENTRIES,
        length);
    int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(keyCount - 1));
    int passes = (bits + MOST_DIGIT_BITS - 1) / MOST_DIGIT_BITS;
    int digitBits = (bits + passes - 1) / passes;
    long other = passes > 1 ? between.integers(length) : 0;
    long from = 0;
    for (int pass = 0; pass < passes; pass++) {
      long to = (passes - pass) % 2 == 1 ? order : other;
      sortDigit(keys, from, length, pass * digitBits, 1 << digitBits, to);
      from = to;
    }
  }

  private void sortDigit(long keys, long from, int length, int shift, int digits, long to) {
    int most = device.limits().multiprocessors() * RUNS_PER_MULTIPROCESSOR;
    int runLength = Math.max(SHORTEST_RUN, (length / most / WARP + 1) * WARP);
    int runs = (int) (((long) length + runLength - 1) / runLength);
    long counters = counts.integers((long) digits * (runs + 1));
    long totals = counters + (long) digits * runs * Integer.BYTES;
    int shared = WARPS * digits * Integer.BYTES;
    LaunchShape warps = new LaunchShape((runs + WARPS - 1) / WARPS, 1, WARPS * WARP, shared);
    LaunchArguments count = launcher.arguments().with(keys).with(from).with(length).with(shift);
    count.with(digits).with(runLength).with(runs).with(counters);
    device.launch("countDigits", warps, count);
    LaunchArguments sum = launcher.arguments().with(counters).with(runs).with(totals);
    device.launch("sumRuns", new LaunchShape(digits, 1, SUM_THREADS, 0), sum);
    LaunchArguments place = launcher.arguments().with(keys).with(from).with(length).with(shift);
    place.with(digits).with(runLength).with(runs).with(counters).with(totals).with(to);
    device.launch("placeEntries", warps, place);
  }

  void numberChunks(Indices order, int chunkLength, Indices chunks) {
    int length = order.length();
    if (length > 0) {
      LaunchArguments arguments = launcher.arguments().with(CudaIndices.address(order));
      arguments.with(length).with(chunkLength).with(CudaIndices.address(chunks));
      device.launch("numberChunks", launcher.over(length), arguments);
    }
  }

  /** table[rows[from + i]] += x[i]: rows of x are sorted by where they go, and summed in order. */
  void addScattered(Matrix x, Indices rows, int from, Matrix table) {
    int length = x.rows();
    int columns = x.columns();
    if (length == 0 || columns == 0) {
      return;
    }
    long keys = CudaIndices.address(rows) + (long) from * Integer.BYTES;
    long order = sorted.integers(length);
    sort(keys, length, table.rows(), order);
    long starts = segments.integers(2L * table.rows());
    long ends = starts + (long) table.rows() * Integer.BYTES;
    LaunchArguments fill = launcher.arguments().with(starts).with(2 * table.rows()).with(0);
    device.launch("fillIntegers", launcher.over(2L * table.rows()), fill);
    LaunchArguments find = launcher.arguments().with(keys).with(order).with(length);
    device.launch("findSegments", launcher.over(length), find.with(starts).with(ends));
    int threads = Math.min(SEGMENT_THREADS, (columns + WARP - 1) / WARP * WARP);
    LaunchShape shape =
        new LaunchShape(table.rows(), (columns + threads - 1) / threads, threads, 0);
    LaunchArguments arguments = launcher.arguments().with(x).with(order).with(starts);
    arguments.with(ends).with(table).with(columns);
    device.launch("addSegments", shape, arguments);
  }

  @Override
  public void close() {
    counts.close();
    between.close();
    sorted.close();
    segments.close();
  }
}
