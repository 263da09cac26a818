package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.cuda.AttentionOnHost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The attention kernels of a GPU, run on the host, in every format of their products. */
class CudaAttentionTest {
  private static final List<Scenario> SCENARIOS =
      Stream.of(AttentionScenarios.all(), HashedAttentionScenarios.all(), OneQueryScenarios.all())
          .flatMap(List::stream)
          .toList();

  /**
   * A format, a format of inputs that it can hold, and what rounding weights and gradients of
   * scores to it may cost: |ours - expected| / (1 + |expected|), eight times its unit roundoff.
   */
  enum Format {
    FLOAT32(NumberFormat.FLOAT32, 1e-5),
    /** Float16 has a significand of the same length. */
    TF32(NumberFormat.FLOAT16, 8 * NumberFormat.FLOAT16.unitRoundoff()),
    BF16(NumberFormat.BFLOAT16, 8 * NumberFormat.BFLOAT16.unitRoundoff());

    private final NumberFormat inputs;
    private final double tolerance;

    Format(NumberFormat inputs, double tolerance) {
      this.inputs = inputs;
      this.tolerance = tolerance;
    }

    Kernels open(String order) {
      return RoundedInputs.of(AttentionOnHost.open(name(), order), inputs);
    }

    List<double[]> results(Scenario scenario, String order) {
      try (Kernels kernels = open(order)) {
        return scenario.on(kernels);
      }
    }

    List<double[]> expected(Scenario scenario) {
      try (Kernels reference = RoundedInputs.of(new ReferenceKernels(), inputs)) {
        return scenario.on(reference);
      }
    }
  }

  @BeforeAll
  static void needsACompiler() {
    AttentionOnHost.assumeItRuns();
  }

  static Stream<Arguments> everyFormatAndScenario() {
    return Stream.of(Format.values())
        .flatMap(format -> SCENARIOS.stream().map(scenario -> Arguments.of(format, scenario)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyFormatAndScenario")
  void equalsTheReferenceOnOperandsOfTheFormat(Format format, Scenario scenario) {
    assertThat(Deviation.worst(format.results(scenario, "FORWARD"), format.expected(scenario)))
        .isLessThanOrEqualTo(format.tolerance * scenario.looseness());
  }

  static Stream<Arguments> everyFormatAndSomeScenarios() {
    List<String> signs = List.of("7 Shape", "many", "wide", "long", "2500", "3000");
    return Stream.of(Format.values())
        .flatMap(
            format ->
                SCENARIOS.stream()
                    .filter(scenario -> signs.stream().anyMatch(scenario.name()::contains))
                    .map(scenario -> Arguments.of(format, scenario)));
  }

  /** Blocks and threads run in two orders: no bit may depend on which comes first. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyFormatAndSomeScenarios")
  void givesTheSameBitsAgainAndInEveryOrder(Format format, Scenario scenario) {
    try (Kernels kernels = format.open("FORWARD")) {
      List<double[]> once = scenario.on(kernels);
      assertThat(Deviation.sameBits(once, scenario.on(kernels))).isTrue();
      assertThat(Deviation.sameBits(once, format.results(scenario, "BACKWARD"))).isTrue();
    }
  }

  private static Scenario named(String part) {
    return SCENARIOS.stream()
        .filter(scenario -> scenario.name().contains(part))
        .findFirst()
        .orElseThrow();
  }

  /** A format that rounded nothing would pass every other test. */
  @ParameterizedTest
  @EnumSource(names = "FLOAT32", mode = EnumSource.Mode.EXCLUDE)
  void roundsAsItsNameSays(Format format) {
    Scenario scenario = named("wide heads");
    List<double[]> ours = format.results(scenario, "FORWARD");
    assertThat(Deviation.worst(ours, Format.FLOAT32.expected(scenario)))
        .isBetween(format.tolerance / 16, format.tolerance * 2);
  }

  @Test
  void allocatesNothingWhereSizesRepeat() {
    try (Kernels kernels = AttentionOnHost.open("FLOAT32", "FORWARD")) {
      named("many chunks SHARED").on(kernels);
      named("attendOne, 2500").on(kernels);
      int warm = kernels.elementBytes();
      assertThat(warm).isPositive();
      named("many chunks SHARED").on(kernels);
      named("attendOne, 2500").on(kernels);
      assertThat(kernels.elementBytes()).isEqualTo(warm);
    }
  }
}
