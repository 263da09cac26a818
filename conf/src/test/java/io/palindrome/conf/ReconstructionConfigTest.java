package io.palindrome.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconstructionConfigTest {
  @ParameterizedTest
  @EnumSource(PrecisionKind.class)
  void theBoundFollowsThePrecisionUnlessItIsSet(PrecisionKind precision) {
    double expected = precision == PrecisionKind.FLOAT32 ? 0.001 : 0.05;
    assertThat(ReconstructionConfig.DEFAULT.bound(precision)).isEqualTo(expected);
    assertThat(new ReconstructionConfig(1, 0.25).bound(precision)).isEqualTo(0.25);
  }
}
