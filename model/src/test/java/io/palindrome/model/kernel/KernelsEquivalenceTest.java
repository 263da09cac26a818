package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.model.kernel.cuda.CudaOnHost;
import io.palindrome.model.kernel.host.HostKernels;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every implementation of {@link Kernels} computes what {@link ReferenceKernels} computes. */
class KernelsEquivalenceTest {
  static final List<Scenario> SCENARIOS =
      Stream.of(
              ElementScenarios.all(),
              ImageScenarios.all(),
              ProductScenarios.all(),
              HashScenarios.all(),
              AttentionScenarios.all(),
              HashedAttentionScenarios.all(),
              OneQueryScenarios.all())
          .flatMap(List::stream)
          .toList();
  private static final Map<Scenario, List<double[]>> EXPECTED = new ConcurrentHashMap<>();
  private static final Map<String, Kernels> USED = new ConcurrentHashMap<>();

  static Stream<Arguments> everyImplementationAndScenario() {
    return Implementation.all().stream()
        .flatMap(
            implementation ->
                SCENARIOS.stream()
                    .filter(implementation::plays)
                    .map(scenario -> Arguments.of(implementation, scenario)));
  }

  static List<double[]> expected(Scenario scenario) {
    return EXPECTED.computeIfAbsent(
        scenario,
        key -> {
          try (Kernels reference = new ReferenceKernels()) {
            return key.on(reference);
          }
        });
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyImplementationAndScenario")
  void equalsTheReference(Implementation implementation, Scenario scenario) {
    try (Kernels kernels = implementation.open().get()) {
      double worst = Deviation.worst(scenario.on(kernels), expected(scenario));
      assertThat(worst).isLessThanOrEqualTo(implementation.tolerance() * scenario.looseness());
    }
  }

  /** A comparison that cannot fail proves nothing: every operation is broken in turn. */
  static Stream<Arguments> everyOperationAndFault() {
    Set<String> notOperations =
        Set.of("elementBytes", "areOnDevice", "watch", "allocate", "allocateIndices", "close");
    return Stream.of(Kernels.class.getDeclaredMethods())
        .map(Method::getName)
        .filter(name -> !notOperations.contains(name))
        .sorted()
        .flatMap(
            name -> Stream.of(WrongKernels.Fault.values()).map(fault -> Arguments.of(name, fault)));
  }

  @ParameterizedTest
  @MethodSource("everyOperationAndFault")
  void catchesEveryBrokenOperation(String operation, WrongKernels.Fault fault) {
    double loosest =
        Implementation.all().stream().mapToDouble(Implementation::tolerance).max().orElseThrow();
    Kernels wrong = WrongKernels.of(operation, fault);
    assertThat(SCENARIOS)
        .filteredOn(scenario -> scenario.name().contains(operation))
        .anyMatch(
            scenario ->
                Deviation.worst(scenario.on(wrong), expected(scenario))
                    > loosest * scenario.looseness());
  }

  /** Scenarios with work for several threads; of the many samples, those whose number ends so. */
  static Stream<Scenario> largeScenarios() {
    List<String> signs =
        List.of(
            "[" + ElementScenarios.LARGE_ROWS,
            "[300,",
            "inner 1100",
            "inner 2048",
            "activatedLinear",
            "7 Shape",
            "SHARED Shape",
            "rounds 3",
            "attendOne",
            "[4,");
    return SCENARIOS.stream()
        .filter(scenario -> signs.stream().anyMatch(scenario.name()::contains));
  }

  /** Those that models are trained with: what computes in float64 is only compared with. */
  static Stream<Arguments> everyImplementationAndLargeScenario() {
    return Implementation.all().stream()
        .filter(implementation -> implementation.tolerance() >= 1e-6)
        .flatMap(
            implementation ->
                largeScenarios()
                    .filter(implementation::plays)
                    .map(scenario -> Arguments.of(implementation, scenario)));
  }

  @AfterAll
  static void closeUsed() {
    USED.values().forEach(Kernels::close);
    USED.clear();
  }

  /**
   * Fresh kernels and those that have played every scenario before. A GPU runs blocks and warps in
   * any order: there, the fresh ones run them from the first to the last, the used ones backward.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyImplementationAndLargeScenario")
  void givesTheSameBitsAgain(Implementation implementation, Scenario scenario) {
    Kernels used =
        USED.computeIfAbsent(implementation.name(), name -> implementation.again().get());
    try (Kernels fresh = implementation.open().get()) {
      assertThat(Deviation.sameBits(scenario.on(fresh), scenario.on(used))).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("largeScenarios")
  void hostKernelsGiveTheSameBitsForAnyNumberOfThreads(Scenario scenario) {
    try (Kernels one = new HostKernels(1);
        Kernels two = new HostKernels(2);
        Kernels three = new HostKernels(3)) {
      List<double[]> alone = scenario.on(one);
      assertThat(Deviation.sameBits(alone, scenario.on(two))).isTrue();
      assertThat(Deviation.sameBits(alone, scenario.on(three))).isTrue();
    }
  }

  /** Without those that copy from and to arrays, which have no rows. */
  static Stream<Scenario> largeScenariosOfMatrices() {
    return largeScenarios().filter(scenario -> !scenario.name().contains("load"));
  }

  /** Sequences of a million tokens have matrices whose elements 32 bits cannot count. */
  @ParameterizedTest
  @MethodSource("largeScenariosOfMatrices")
  void cudaKernelsGiveTheSameBitsFarBeyond32BitIndices(Scenario scenario) {
    assumeTrue(CudaOnHost.isPresent(), CudaOnHost.MISSING);
    try (Kernels near = CudaOnHost.forward();
        Kernels far = FarKernels.of(CudaOnHost.sparse())) {
      assertThat(Deviation.sameBits(scenario.on(near), scenario.on(far))).isTrue();
    }
  }
}
