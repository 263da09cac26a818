package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.model.kernel.cuda.CudaOnHost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link KernelsEquivalenceTest} does not ask of a GPU's attention: products on tensor cores,
 * the order of blocks and threads, and scratch memory.
 */
class CudaAttentionTest {
  private static final int EVERY = 4;

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

    List<double[]> results(Scenario scenario, String order) {
      try (Kernels kernels = RoundedInputs.of(CudaOnHost.inFormat(name(), order), inputs)) {
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
    assumeTrue(CudaOnHost.isPresent(), CudaOnHost.MISSING);
  }

  /** Every special case, and some of the samples. */
  private static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>(AttentionScenarios.all());
    all.addAll(HashedAttentionScenarios.all());
    List<Scenario> chosen = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i % EVERY == 0 || !all.get(i).name().contains("sample")) {
        chosen.add(all.get(i));
      }
    }
    return chosen;
  }

  static Stream<Arguments> tensorCoreFormatsAndScenarios() {
    return Stream.of(Format.TF32, Format.BF16)
        .flatMap(format -> scenarios().stream().map(scenario -> Arguments.of(format, scenario)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("tensorCoreFormatsAndScenarios")
  void equalsTheReferenceOnOperandsOfTheFormat(Format format, Scenario scenario) {
    assertThat(Deviation.worst(format.results(scenario, "FORWARD"), format.expected(scenario)))
        .isLessThanOrEqualTo(format.tolerance * scenario.looseness());
  }

  static Stream<Arguments> formatsAndLargeScenarios() {
    List<String> signs = List.of("many chunks SHARED", "wide heads", "than a GPU", "BOTH, many");
    return Stream.of(Format.values())
        .flatMap(
            format ->
                scenarios().stream()
                    .filter(scenario -> signs.stream().anyMatch(scenario.name()::contains))
                    .map(scenario -> Arguments.of(format, scenario)));
  }

  /** Blocks and threads run in two orders: no bit may depend on which comes first. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("formatsAndLargeScenarios")
  void givesTheSameBitsInEveryOrder(Format format, Scenario scenario) {
    List<double[]> once = format.results(scenario, "FORWARD");
    assertThat(Deviation.sameBits(once, format.results(scenario, "BACKWARD"))).isTrue();
  }

  private static Scenario named(List<Scenario> scenarios, String part) {
    return scenarios.stream()
        .filter(scenario -> scenario.name().contains(part))
        .findFirst()
        .orElseThrow();
  }

  /** Kernels that rounded nothing would pass every other test. */
  @ParameterizedTest
  @EnumSource(names = "FLOAT32", mode = EnumSource.Mode.EXCLUDE)
  void roundsAsItsNameSays(Format format) {
    Scenario scenario = named(scenarios(), "wide heads");
    List<double[]> ours = format.results(scenario, "FORWARD");
    assertThat(Deviation.worst(ours, Format.FLOAT32.expected(scenario)))
        .isBetween(format.tolerance / 16, format.tolerance * 2);
  }

  /** A scenario allocates what it plays with; the second time, that is all that is allocated. */
  @Test
  void keepsItsScratchMemory() {
    Scenario attention = named(scenarios(), "many chunks SHARED");
    Scenario oneQuery = named(OneQueryScenarios.all(), "2500");
    AtomicInteger allocations = new AtomicInteger();
    int[] counts = new int[3];
    try (Kernels kernels = CudaOnHost.counting(allocations)) {
      for (int turn = 0; turn < counts.length; turn++) {
        attention.on(kernels);
        oneQuery.on(kernels);
        counts[turn] = allocations.getAndSet(0);
      }
    }
    assertThat(counts[1]).isLessThan(counts[0]);
    assertThat(counts[2]).isEqualTo(counts[1]);
  }
}
