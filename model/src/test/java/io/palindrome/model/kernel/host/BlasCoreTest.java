package io.palindrome.model.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.Nd4jKernels;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class BlasCoreTest {
  @Test
  void asksTheLibraryThatNd4jMultipliesWith() {
    try (Nd4jKernels kernels = new Nd4jKernels(DataType.FLOAT)) {
      kernels.allocate(1).close();
    }
    assertThat(BlasCore.ofThisProcess()).isPresent().get().asString().matches("[A-Za-z0-9]+");
  }

  @Test
  void expectsTheVectorsOfTheProcessor() {
    assertThat(BlasCore.expected("flags : fpu sse2 avx2 avx512f avx512bw")).contains("SkylakeX");
    assertThat(BlasCore.expected("flags : fpu sse2 avx2 fma")).contains("Haswell");
    assertThat(BlasCore.expected("flags : fpu sse2")).isEmpty();
  }

  @Test
  void takesAnOldCoreForOld() {
    assertThat(BlasCore.isAsNew("Barcelona", "Haswell")).isFalse();
    assertThat(BlasCore.isAsNew("Haswell", "SkylakeX")).isFalse();
    assertThat(BlasCore.isAsNew("Zen", "Haswell")).isTrue();
    assertThat(BlasCore.isAsNew("SkylakeX", "Haswell")).isTrue();
    assertThat(BlasCore.isAsNew("Cooperlake", "SkylakeX")).isTrue();
  }
}
