package io.palindrome.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecodingAgreementTest {
  private static final double LN_3 = Math.log(3);

  @Test
  void equalLogitsAgree() {
    DecodingAgreement agreement = new DecodingAgreement();
    agreement.add(new double[] {1, 2, 0}, new double[] {1, 2, 0}, 1);
    assertThat(agreement.sameBestShare()).isEqualTo(1);
    assertThat(agreement.divergenceBits()).isZero();
    assertThat(agreement.largestDifference()).isZero();
    assertThat(agreement.lossBits()).isEqualTo(agreement.fullLossBits());
  }

  /** Probabilities 3/4, 1/4 against 1/4, 3/4: the divergence is log2(3) / 2. */
  @Test
  void differencesAreMeasured() {
    DecodingAgreement agreement = new DecodingAgreement();
    agreement.add(new double[] {LN_3, 0}, new double[] {0, LN_3}, 0);
    agreement.add(new double[] {LN_3, 0}, new double[] {LN_3, 0}, 0);
    assertThat(agreement.sameBestShare()).isEqualTo(0.5);
    assertThat(agreement.divergenceBits()).isCloseTo(LN_3 / Math.log(2) / 2 / 2, within(1e-12));
    assertThat(agreement.largestDifference()).isCloseTo(LN_3, within(1e-12));
    assertThat(agreement.lossBits()).isCloseTo(2 - Math.log(3) / Math.log(2), within(1e-12));
    assertThat(agreement.fullLossBits()).isGreaterThan(agreement.lossBits());
  }
}
