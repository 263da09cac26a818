package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.model.check.Fixture;
import io.palindrome.model.check.Goldens;
import io.palindrome.model.check.ModelFixture;
import io.palindrome.model.check.Verdict;
import io.palindrome.model.kernel.ReferenceKernels;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReformerGoldenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a1_local_causal",
        "b1_lsh1_causal",
        "c1_lsh4_factorised",
        "d1_mixed_axial_chunkedff",
        "e1_padmask",
        "e3_leftpad",
        "f1_mlm_noncausal",
        "h1_dropout_masks",
        "i1_short_standard",
        "j1_eval_autopad",
        "k1_wide_heads_gelu",
        "n1_nolookback"
      })
  void equalsTheFixtureInFloat64(String name) throws IOException {
    ModelFixture fixture = new ModelFixture(Fixture.read(Goldens.fixture(name)));
    assertThat(
            fixture.check(
                new ReferenceKernels(), MemoryStrategyKind.REVERSIBLE, ModelFixture.Bounds.FLOAT64))
        .allMatch(Verdict::passed);
  }
}
