package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import java.util.List;

/** Hash buckets and their packing. */
final class CudaHash implements AutoCloseable {
  /** Products with rotations that exist at a time; 64 MiB. */
  private static final int PRODUCTS = 1 << 24;

  private final Launcher launcher;
  private final Device device;
  private final DeviceScratch products;
  private final DeviceScratch factors;
  private List<Integer> factorsThere = List.of();

  CudaHash(Launcher launcher) {
    this.launcher = launcher;
    device = launcher.device();
    products = new DeviceScratch(device);
    factors = new DeviceScratch(device);
  }

  void hash(Matrix queryKeys, Matrix rotations, HashSpec spec, Indices buckets) {
    int columns = rotations.columns();
    int rows = Math.max(1, Math.min(queryKeys.rows(), PRODUCTS / columns));
    long scratch = products.floats((long) rows * columns);
    long sizes = factors.integers(spec.factors().size());
    if (!spec.factors().equals(factorsThere)) {
      device.write(sizes, spec.factors().stream().mapToInt(Integer::intValue).toArray());
      factorsThere = spec.factors();
    }
    for (int first = 0; first < queryKeys.rows(); first += rows) {
      Matrix some = queryKeys.rowRange(first, Math.min(rows, queryKeys.rows() - first));
      device.multiply(
          new DeviceProduct(
              some.rows(),
              columns,
              some.columns(),
              1,
              address(some),
              some.stride(),
              Transpose.NONE,
              address(rotations),
              rotations.stride(),
              Transpose.NONE,
              0,
              scratch,
              columns));
      LaunchArguments arguments =
          launcher
              .arguments()
              .with(scratch)
              .with(spec.rounds())
              .with(spec.halves())
              .with(sizes)
              .with(spec.factors().size())
              .with(spec.total())
              .with(spec.mask() == null ? 0L : CudaIndices.address(spec.mask()))
              .with(first)
              .with(some.rows())
              .with(queryKeys.rows())
              .with(CudaIndices.address(buckets));
      LaunchShape shape = launcher.overWarps((long) some.rows() * spec.rounds());
      device.launch("hashBuckets", shape, arguments);
    }
  }

  void pack(Indices buckets, int length, int total, Indices packed) {
    LaunchArguments arguments = launcher.arguments().with(CudaIndices.address(buckets));
    arguments.with(buckets.length()).with(length).with(total);
    launch("packBuckets", packed.length(), arguments.with(CudaIndices.address(packed)));
  }

  void unpack(Indices packed, int length, int total, Indices buckets) {
    LaunchArguments arguments = launcher.arguments().with(CudaIndices.address(packed));
    arguments.with(buckets.length()).with(length).with(total);
    launch("unpackBuckets", buckets.length(), arguments.with(CudaIndices.address(buckets)));
  }

  private void launch(String kernel, int work, LaunchArguments arguments) {
    if (work > 0) {
      device.launch(kernel, launcher.over(work), arguments);
    }
  }

  @Override
  public void close() {
    products.close();
    factors.close();
  }
}
