package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.model.check.Fixture;
import io.palindrome.model.check.Goldens;
import io.palindrome.model.check.ModelFixture;
import io.palindrome.model.check.ModelFixture.Bounds;
import io.palindrome.model.check.Verdict;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.cuda.CudaOnHost;
import io.palindrome.model.kernel.host.HostKernels;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The whole network, forward and backward, equals Hugging Face's on stored examples. */
class ReformerGoldenTest {
  static Stream<String> fixtures() {
    return Stream.of(
        "a1_local_causal",
        "b1_lsh1_causal",
        "c1_lsh4_factorised",
        "d1_mixed_axial_chunkedff",
        "e1_padmask",
        "e3_leftpad",
        "f1_mlm_noncausal",
        "g1_long4096",
        "h1_dropout_masks",
        "i1_short_standard",
        "j1_eval_autopad",
        "k1_wide_heads_gelu",
        "n1_nolookback");
  }

  private static void holds(
      String name, Kernels kernels, MemoryStrategyKind strategy, Bounds bounds) throws IOException {
    ModelFixture fixture = new ModelFixture(Fixture.read(Goldens.fixture(name)));
    assertThat(fixture.check(kernels, strategy, bounds)).isNotEmpty().allMatch(Verdict::passed);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void equalsTheFixtureInFloat64(String name) throws IOException {
    holds(name, new ReferenceKernels(), MemoryStrategyKind.REVERSIBLE, Bounds.FLOAT64);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void equalsTheFixtureInFloat32OnHostKernels(String name) throws IOException {
    holds(name, new HostKernels(2), MemoryStrategyKind.REVERSIBLE, Bounds.FLOAT32);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void equalsTheFixtureInFloat32OnNd4j(String name) throws IOException {
    holds(name, new Nd4jKernels(DataType.FLOAT), MemoryStrategyKind.REVERSIBLE, Bounds.FLOAT32);
  }

  /** The sources that a GPU runs, run on the host. */
  @ParameterizedTest
  @MethodSource("fixtures")
  void equalsTheFixtureInFloat32OnCudaKernels(String name) throws IOException {
    assumeTrue(CudaOnHost.isPresent(), CudaOnHost.MISSING);
    holds(name, CudaOnHost.forward(), MemoryStrategyKind.REVERSIBLE, Bounds.FLOAT32);
  }

  @ParameterizedTest
  @EnumSource(value = MemoryStrategyKind.class, mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void everyMemoryStrategyEqualsTheFixtureWithDropout(MemoryStrategyKind strategy)
      throws IOException {
    holds("h1_dropout_masks", new ReferenceKernels(), strategy, Bounds.FLOAT64);
    holds("h1_dropout_masks", new HostKernels(2), strategy, Bounds.FLOAT32);
  }
}
