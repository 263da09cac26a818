package io.palindrome.model.kernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.CounterDropout;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.HashRules;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Reach;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaKernelsTest {
  @BeforeEach
  void needsACompiler() {
    assumeTrue(HostCompiler.isPresent(), HostCompiler.MISSING);
  }

  /** A mask is a choice: one element that differs makes a step another step. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-17, 0.1, 0.3, 0.5, 0.999})
  void makesTheSameMaskAsTheHost(double probability) {
    int rows = 300;
    int columns = 1000;
    Dropout mask =
        new CounterDropout(CounterRandom.key(7, 1), 0, 1L << 24, probability).fromRow(1L << 33);
    try (Kernels kernels = CudaOnHost.forward()) {
      Matrix x = Matrix.of(kernels.allocate((long) rows * columns), rows, columns);
      kernels.fill(x, 1);
      kernels.applyDropout(mask, x);
      double[] made = x.toArray();
      for (int i = 0; i < made.length; i++) {
        assertThat(made[i]).isEqualTo((float) mask.scale(i / columns, i % columns));
      }
    }
  }

  /** The device compares integers where the host compares doubles. */
  @Test
  void comparesAsTheGeneratorDoesAtTheVeryBound() {
    long element = 12_345;
    double drawn = CounterRandom.uniform(99, element);
    for (double p : List.of(Math.nextDown(drawn), drawn, Math.nextUp(drawn))) {
      CounterMask mask = new CounterMask(99, 0, 1, p);
      boolean dropped = CounterRandom.bits(99, element) >>> 12 < mask.keptFrom();
      assertThat(dropped).isEqualTo(drawn < p);
    }
  }

  /** Attention keeps one bit for an element of a mask that it cannot make. */
  @Test
  void refusesAStoredMaskOfSeveralFactors() {
    Dropout mask = (row, column) -> column;
    ChunkAttention spec =
        new ChunkAttention(
            4, new Reach.Neighbours(0, 0), 1, false, KeyKind.SEPARATE, null, HashRules.PLAIN, mask);
    try (Kernels kernels = CudaOnHost.forward()) {
      Matrix x = Matrix.of(kernels.allocate(16), 4, 4);
      HeadViews head = new HeadViews(x, x, x);
      Matrix out = Matrix.of(kernels.allocate(16), 4, 4);
      Matrix normalizer = Matrix.of(kernels.allocate(8), 4, 2);
      assertThatThrownBy(() -> kernels.attend(spec, head, null, out, normalizer))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "factors of a dropout mask in attention on a GPU must be 0 or one number, but are"
                  + " 1.0 and 2.0");
    }
  }

  @Test
  void sourcesAreThoseOfTheFolder() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "kernels"))) {
      List<String> units =
          files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(".cu")).toList();
      assertThat(KernelSources.units().stream().map(KernelSources.Unit::name))
          .containsExactlyInAnyOrderElementsOf(units);
    }
    assertThat(KernelSources.unitOf("crossEntropy").name()).isEqualTo("loss.cu");
    assertThat(KernelSources.units())
        .allMatch(unit -> !unit.kernels().isEmpty() && !unit.text().contains("#include"));
    assertThatThrownBy(() -> KernelSources.unitOf("nothing"))
        .hasMessageContaining("kernel must be one of")
        .hasMessageEndingWith("but is nothing");
  }

  @Test
  void refusesTheMemoryOfOtherKernels() {
    try (Kernels kernels = CudaOnHost.forward();
        Kernels others = new ReferenceKernels()) {
      Matrix foreign = Matrix.of(others.allocate(4), 2, 2);
      assertThatThrownBy(() -> kernels.fill(foreign, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("matrix must be allocated by CudaKernels, but lies in ReferenceStorage");
      assertThatThrownBy(() -> kernels.numberChunks(others.allocateIndices(4), 2, null))
          .hasMessage(
              "indices must be allocated by the kernels that use them, but are HeapIndices");
    }
  }
}
