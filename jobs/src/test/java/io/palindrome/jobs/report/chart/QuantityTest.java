package io.palindrome.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "COUNT, 950, 950",
    "COUNT, 2950.4, '2,950'",
    "COUNT, 40960, 41.0 k",
    "COUNT, 12288000, 12.3 M",
    "COUNT, 3.1e9, 3.10 G",
    "BYTES, 512, 512 B",
    "BYTES, 1536, 1.50 KiB",
    "BYTES, 1610612736, 1.50 GiB",
    "SECONDS, 0.42, 0.420 s",
    "SECONDS, 13.21, 13.2 s",
    "BITS, 2.508, 2.51",
    "NUMBER, 0, 0",
    "NUMBER, 0.125, 0.125",
    "NUMBER, 3.2e-7, 3.2e-7",
    "NUMBER, -4.5e-12, -4.5e-12",
    "NUMBER, NaN, not measured",
    "BITS, Infinity, not measured"
  })
  void writesValuesWithTheirUnits(Quantity quantity, double value, String written) {
    assertThat(quantity.write(value)).isEqualTo(written);
  }
}
