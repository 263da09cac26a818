package io.palindrome.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RangeTest {
  @Test
  void ticksAreNiceAndRoundedRangesEndOnThem() {
    Range range = rounded(Quantity.BITS, Scale.LINEAR, 2.41, 7.93);
    assertThat(labels(range)).containsExactly("2", "4", "6", "8");
    assertThat(range.fraction(2)).isZero();
    assertThat(range.fraction(8)).isEqualTo(1);
  }

  @Test
  void tightRangesEndWhereTheValuesEnd() {
    Range range =
        Range.tight(
            new Axis("tokens", Quantity.COUNT, Scale.LINEAR),
            DoubleStream.of(0, 40_960, 12_288_000),
            6);
    assertThat(labels(range)).containsExactly("0", "2.5 M", "5.0 M", "7.5 M", "10.0 M");
    assertThat(range.fraction(12_288_000)).isEqualTo(1);
  }

  @Test
  void fewValuesFarApartAreTheTicks() {
    Axis layers = new Axis("layers", Quantity.COUNT, Scale.LINEAR);
    assertThat(labels(Range.tight(layers, DoubleStream.of(2, 24, 6, 12, 2), 6)))
        .containsExactly("2", "6", "12", "24");
    assertThat(labels(Range.tight(layers, DoubleStream.of(0, 1, 20), 4)))
        .containsExactly("0", "5", "10", "15", "20");
    assertThat(labels(Range.tight(layers, DoubleStream.of(1, 2, 4), 6)))
        .containsExactly("1", "2", "4");
  }

  @Test
  void aRangeDoesNotReachFarPastItsValues() {
    Range range = rounded(Quantity.BITS, Scale.LINEAR, 2.4, 8.02);
    assertThat(labels(range)).containsExactly("2", "4", "6", "8");
    assertThat(range.high()).isCloseTo(8.26, within(0.01));
  }

  @Test
  void bytesTickInPowersOf1024() {
    Range range = rounded(Quantity.BYTES, Scale.FROM_ZERO, 0.9 * (1L << 30), 2.4 * (1L << 30));
    assertThat(labels(range))
        .containsExactly("0", "0.5 GiB", "1.0 GiB", "1.5 GiB", "2.0 GiB", "2.5 GiB");
  }

  @Test
  void logarithmicTicksOfBytesArePowersOfTwo() {
    Range range = rounded(Quantity.BYTES, Scale.LOG, 919 << 10, 257 << 20);
    assertThat(labels(range))
        .containsExactly("512 KiB", "2 MiB", "8 MiB", "32 MiB", "128 MiB", "512 MiB");
  }

  @Test
  void logarithmicTicksArePowersOfTenWithMoreBetweenWhereTheyAreFew() {
    Range few = rounded(Quantity.NUMBER, Scale.LOG, 2.1e-7, 9e-7);
    assertThat(labels(few)).containsExactly("1e-7", "2e-7", "5e-7", "1e-6");
    Range many = rounded(Quantity.NUMBER, Scale.LOG, 1e-9, 3.0);
    assertThat(labels(many)).containsExactly("1e-9", "1e-7", "1e-5", "1e-3", "0.1", "10");
    assertThat(many.fraction(1e-4)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void oneValueNoValueAndValuesThatCannotBeShownStillGiveARange() {
    assertThat(rounded(Quantity.NUMBER, Scale.LINEAR, 3, 3).high()).isGreaterThan(3);
    assertThat(rounded(Quantity.NUMBER, Scale.FROM_ZERO, 0, 0).high()).isPositive();
    assertThat(rounded(Quantity.NUMBER, Scale.LOG, -1, Double.NaN).ticks()).isNotEmpty();
  }

  private static Range rounded(Quantity quantity, Scale scale, double... values) {
    return Range.rounded(new Axis("y", quantity, scale), DoubleStream.of(values), 5);
  }

  private static List<String> labels(Range range) {
    return range.ticks().stream().map(range::label).toList();
  }
}
