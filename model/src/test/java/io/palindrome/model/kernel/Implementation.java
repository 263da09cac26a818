package io.palindrome.model.kernel;

import io.palindrome.model.kernel.host.HostKernels;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Kernels under test.
 *
 * @param tolerance largest allowed |ours - expected| / (1 + |expected|)
 */
record Implementation(String name, double tolerance, Supplier<Kernels> open) {
  /** Everything that is held to {@link ReferenceKernels}, itself included. */
  static List<Implementation> all() {
    return List.of(
        new Implementation("ReferenceKernels", 0, ReferenceKernels::new),
        new Implementation("Nd4jKernels DOUBLE", 1e-12, () -> new Nd4jKernels(DataType.DOUBLE)),
        new Implementation("Nd4jKernels FLOAT", 1e-5, () -> new Nd4jKernels(DataType.FLOAT)),
        new Implementation("HostKernels", 1e-5, () -> new HostKernels(2)));
  }

  @Override
  public String toString() {
    return name;
  }
}
