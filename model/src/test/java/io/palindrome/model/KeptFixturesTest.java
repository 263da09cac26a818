package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.model.check.Fixture;
import io.palindrome.model.check.ModelFixture;
import io.palindrome.model.check.ModelFixture.Bounds;
import io.palindrome.model.check.Verdict;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small fixtures that the repository keeps, made by {@code benchmarks/huggingface/make_fixtures.py
 * --tiny}: three hash factors, eight rounds, three chunks before and SiLU; masks on both sides with
 * chunks after; dropout with masks, axial positions and a batch of three.
 */
class KeptFixturesTest {
  private static Fixture fixture(String name) throws IOException {
    try {
      return Fixture.read(
          Path.of(
              KeptFixturesTest.class.getResource("/fixtures/" + name + ".safetensors").toURI()));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static List<Verdict> check(String name, Kernels kernels, Bounds bounds)
      throws IOException {
    return new ModelFixture(fixture(name)).check(kernels, MemoryStrategyKind.REVERSIBLE, bounds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3_three_factors", "f2_masked_lm_masks", "h3_dropout_axial_masks"})
  void equalHuggingFaceInBothPrecisions(String name) throws IOException {
    assertThat(check(name, new ReferenceKernels(), Bounds.FLOAT64))
        .hasSize(4)
        .allMatch(Verdict::passed);
    assertThat(check(name, new HostKernels(2), Bounds.FLOAT32))
        .hasSize(4)
        .allMatch(Verdict::passed);
  }

  /** Float32 kernels miss the bounds of float64: the bounds do bind. */
  @Test
  void aCoarserComputationMissesTheBounds() throws IOException {
    List<Verdict> verdicts = check("c3_three_factors", new HostKernels(2), Bounds.FLOAT64);
    assertThat(verdicts).filteredOn(verdict -> !verdict.passed()).hasSizeGreaterThanOrEqualTo(2);
  }
}
