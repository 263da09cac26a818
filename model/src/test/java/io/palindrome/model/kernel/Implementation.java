package io.palindrome.model.kernel;

import io.palindrome.model.kernel.cuda.CudaOnHost;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Kernels under test.
 *
 * @param tolerance largest allowed |ours - expected| / (1 + |expected|)
 * @param again opens them to give the same bits: with blocks and threads in another order, if they
 *     have any
 */
record Implementation(
    String name, double tolerance, Supplier<Kernels> open, Supplier<Kernels> again) {
  private static final String ND4J_FLOAT = "Nd4jKernels FLOAT";

  Implementation(String name, double tolerance, Supplier<Kernels> open) {
    this(name, tolerance, open, open);
  }

  /**
   * Everything that is held to {@link ReferenceKernels}, itself included; the kernels of a GPU
   * where a C++ compiler is present.
   */
  static List<Implementation> all() {
    Stream<Implementation> everywhere =
        Stream.of(
            new Implementation("ReferenceKernels", 0, ReferenceKernels::new),
            new Implementation("Nd4jKernels DOUBLE", 1e-12, () -> new Nd4jKernels(DataType.DOUBLE)),
            new Implementation(ND4J_FLOAT, 1e-5, () -> new Nd4jKernels(DataType.FLOAT)),
            new Implementation("HostKernels", 1e-5, () -> new HostKernels(2)));
    Stream<Implementation> withCompiler =
        Stream.of(
            new Implementation(
                "CudaKernels on the host", 1e-5, CudaOnHost::forward, CudaOnHost::backward));
    return Stream.concat(everywhere, CudaOnHost.isPresent() ? withCompiler : Stream.empty())
        .toList();
  }

  /**
   * Attention through ND4J is hundreds of small calls, which take most of this test's time; the one
   * code of both its types is held to the closer tolerance of float64.
   */
  boolean plays(Scenario scenario) {
    return !(name.equals(ND4J_FLOAT) && scenario.name().startsWith("attend and"));
  }

  @Override
  public String toString() {
    return name;
  }
}
