package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import java.util.ArrayList;
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
      Object[] arguments = {
        scratch,
        spec.rounds(),
        spec.halves(),
        sizes,
        spec.factors().size(),
        spec.total(),
        spec.mask() == null ? 0L : CudaIndices.address(spec.mask()),
        first,
        some.rows(),
        queryKeys.rows(),
        CudaIndices.address(buckets)
      };
      LaunchShape shape = launcher.overWarps((long) some.rows() * spec.rounds());
      device.launch("hashBuckets", shape, arguments);
    }
  }

  void pack(Indices buckets, int length, int total, Indices packed) {
    List<Object> arguments = packing(buckets, length, total);
    arguments.add(0, CudaIndices.address(buckets));
    arguments.add(CudaIndices.address(packed));
    launch("packBuckets", packed.length(), arguments);
  }

  void unpack(Indices packed, int length, int total, Indices buckets) {
    List<Object> arguments = packing(buckets, length, total);
    arguments.add(0, CudaIndices.address(packed));
    arguments.add(CudaIndices.address(buckets));
    launch("unpackBuckets", buckets.length(), arguments);
  }

  private static List<Object> packing(Indices buckets, int length, int total) {
    return new ArrayList<>(List.of(buckets.length(), length, total));
  }

  private void launch(String kernel, int work, List<Object> arguments) {
    if (work > 0) {
      device.launch(kernel, launcher.over(work), arguments.toArray());
    }
  }

  @Override
  public void close() {
    products.close();
    factors.close();
  }
}
